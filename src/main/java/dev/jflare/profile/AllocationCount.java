package dev.jflare.profile;

/**
 * Raises what JFR saw of allocations to what the JVM counted, look by look: shares are JFR's, the
 * sums the JVM's. When JFR has seen more than was counted, the next looks make up for it; nothing
 * is ever made less.
 */
final class AllocationCount {
  private long counted;
  private double open;
  private double seen;
  private double raisedTo;

  /**
   * Adds what came since the last look.
   *
   * @param table with the columns of a heap
   * @param countedInSession what the JVM has counted since the session or its latest part began;
   *     begins anew with each part
   */
  void raise(SampleTable table, long countedInSession) {
    open += countedInSession >= counted ? countedInSession - counted : countedInSession;
    counted = countedInSession;
    double inTable = table.total(ProfileTables.ALLOC_SPACE);
    double factor = inTable == 0 ? 1 : Math.max(1, open / inTable);
    if (factor > 1) {
      table.scale(ProfileTables.ALLOC_SPACE, factor);
      table.scale(ProfileTables.ALLOC_OBJECTS, factor);
    }
    seen += inTable;
    raisedTo += inTable * factor;
    open -= inTable * factor;
  }

  /** By how much all looks together were raised; 1 when not at all. */
  double factor() {
    return seen == 0 ? 1 : raisedTo / seen;
  }
}
