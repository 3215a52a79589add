package dev.jflare.profile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sums of what was recorded between two looks at a session that goes on. Objects that are still
 * alive are kept one by one with the time they were made, since windows that begin at different
 * times ask for different ones of them.
 */
final class FoldTables extends ProfileTables {
  private final List<Survivor> survivors = new ArrayList<>();

  /**
   * @param facts of the session, as they were while this was recorded
   */
  FoldTables(Recordings facts) {
    super(everything(facts));
  }

  @Override
  void addHeap(long time, SampleKey key, int column, double objects, double bytes) {
    if (column == INUSE_OBJECTS) {
      survivors.add(new Survivor(time, key, objects, bytes));
    } else {
      super.addHeap(time, key, column, objects, bytes);
    }
  }

  List<Survivor> survivors() {
    return Collections.unmodifiableList(survivors);
  }

  /** What is read here belongs here: the borders are those of the file's pieces. */
  private static Recordings everything(Recordings facts) {
    Map<String, String> all = new TreeMap<>(facts.facts());
    all.put(Fact.WINDOW_START, "0");
    all.remove(Fact.WINDOW_END);
    return new Recordings(facts.folder(), all);
  }

  /** A sampled object that was alive when it was looked at. */
  static final class Survivor {
    final long allocated;
    final SampleKey key;
    final double[] sums;

    /**
     * @param allocated nanoseconds since 1970
     */
    Survivor(long allocated, SampleKey key, double objects, double bytes) {
      this.allocated = allocated;
      this.key = key;
      this.sums = new double[] {0, 0, objects, bytes};
    }
  }
}
