package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import dev.jflare.profile.FoldTables.Survivor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a session has seen: the sums since it began, as Go keeps them, and the last minutes slice by
 * slice. A window is the slices between two looks, so any number of windows may be open, and what
 * was before a window is all without it. Bounded: see {@link RowBudget} for the sums, {@link
 * #MOST_ROWS} for the slices. Safe for use by several threads.
 */
final class History {
  /** The three that count since the session began; what was allocated is in the second heap. */
  private static final List<ProfileKind> TOTALS =
      Collections.unmodifiableList(
          Arrays.asList(ProfileKind.SECOND_HEAP, ProfileKind.MUTEX, ProfileKind.BLOCK));

  private static final long MOST_BYTES_OF_TOTALS = 16L << 20;

  /** CPU rows of all slices together; about 400 bytes each. */
  private static final int MOST_ROWS = 20_000;

  private static final int MOST_SLICES = 32;

  /** How far back CPU samples reach when no window asks for more. */
  static final long KEPT_NANOS = 5L * 60 * 1_000_000_000;

  private final Map<ProfileKind, SampleTable> totals = new EnumMap<>(ProfileKind.class);
  private final SampleTable startedThreads = new SampleTable(1);
  private final RowBudget budget;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private final List<Survivors> survivors = new ArrayList<>();

  /** Open windows: the number of their first slice, and how many begin with it. */
  private final TreeMap<Long, Integer> marks = new TreeMap<>();

  private StackPool stacks = new StackPool();
  private long next = 1;

  History() {
    this(MOST_BYTES_OF_TOTALS);
  }

  History(long mostBytesOfTotals) {
    this.budget = new RowBudget(mostBytesOfTotals);
    for (ProfileKind kind : TOTALS) {
      totals.put(kind, ProfileTables.emptyTable(kind));
    }
  }

  /** For reading the next pieces; the same until {@link #add} is called. */
  synchronized StackPool stacks() {
    return stacks;
  }

  /**
   * Adds what was seen since the last look.
   *
   * @param from nanoseconds since 1970
   */
  synchronized void add(FoldTables fold, long from, long to) {
    Slice slice = new Slice(next++, from, to);
    slice.of(ProfileKind.CPU).add(fold.of(ProfileKind.CPU), 1);
    for (ProfileKind kind : TOTALS) {
      SampleTable total = total(kind);
      SampleTable part = slice.of(kind);
      fold.of(kind)
          .forEach(
              (key, sums) -> {
                SampleKey row = budget.admit(total, key.withoutThread());
                total.add(row, sums, 1);
                part.add(row, sums, 1);
              });
    }
    fold.startedThreads()
        .forEach((key, sums) -> startedThreads.add(budget.admit(startedThreads, key), sums, 1));
    slices.addLast(slice);
    trim(to);
    renewStacks();
  }

  /**
   * Notes which of the sampled objects were alive at a time. Those that were looked at before and
   * were counted from the same moment on are replaced; async-profiler begins anew each time, JFR
   * does not.
   */
  synchronized void alive(Survivors look) {
    survivors.removeIf(old -> old.since >= look.since);
    survivors.add(look);
    trimSurvivors();
  }

  /** Opens a window that begins now; its slices are kept until it is released. */
  synchronized long mark() {
    marks.merge(next, 1, Integer::sum);
    return next;
  }

  synchronized void release(long mark) {
    marks.computeIfPresent(mark, (number, windows) -> windows == 1 ? null : windows - 1);
    if (!slices.isEmpty()) {
      trim(slices.getLast().to());
    }
    trimSurvivors();
  }

  /** The sums since the session began: allocations, waits; for CPU those of the last minutes. */
  synchronized SampleTable all(ProfileKind kind) {
    if (kind == ProfileKind.CPU) {
      return sum(kind, 0, Long.MAX_VALUE);
    }
    SampleTable copy = ProfileTables.emptyTable(kind);
    copy.add(total(kind), 1);
    return copy;
  }

  /** Threads that were started since the session began, by who started them; one column. */
  synchronized SampleTable startedThreads() {
    SampleTable copy = new SampleTable(1);
    copy.add(startedThreads, 1);
    return copy;
  }

  /** The sums since a mark. */
  synchronized SampleTable since(ProfileKind kind, long mark) {
    return sum(kind, mark, Long.MAX_VALUE);
  }

  /** The sums before a mark, as long as it is not released. */
  synchronized SampleTable before(ProfileKind kind, long mark) {
    if (kind == ProfileKind.CPU) {
      return sum(kind, 0, mark);
    }
    SampleTable before = all(kind);
    before.add(since(kind, mark), -1);
    return before;
  }

  /** When the oldest slice began that {@link #before} can tell of, in nanoseconds since 1970. */
  synchronized long oldest() {
    return slices.isEmpty() ? 0 : slices.getFirst().from();
  }

  /**
   * Adds to a heap profile what was made between two times and was alive when last looked at. When
   * looks fell into the window, each tells of what was made since the one before it.
   *
   * @param lookedAtAfter leaves out looks before this
   */
  synchronized void addAlive(SampleTable heap, long madeFrom, long madeTo, long lookedAtAfter) {
    for (Survivors look : survivors) {
      if (look.asOf > lookedAtAfter) {
        for (Survivor object : look.objects) {
          if (object.allocated >= madeFrom && object.allocated < madeTo) {
            heap.add(object.key.withoutThread(), object.sums, 1);
          }
        }
      }
    }
  }

  /** The last look at what is alive, or null when there was none. */
  synchronized @Nullable Survivors lastLook() {
    return survivors.isEmpty() ? null : survivors.get(survivors.size() - 1);
  }

  /** How often a stack found no room in the sums. */
  synchronized long refused() {
    return budget.refused();
  }

  synchronized int rows(ProfileKind kind) {
    return total(kind).size();
  }

  private SampleTable total(ProfileKind kind) {
    SampleTable table = totals.get(kind);
    if (table == null) {
      throw new IllegalArgumentException("no sums of " + kind);
    }
    return table;
  }

  private SampleTable sum(ProfileKind kind, long fromNumber, long beforeNumber) {
    SampleTable sum = ProfileTables.emptyTable(kind);
    for (Slice slice : slices) {
      if (slice.number() >= fromNumber && slice.number() < beforeNumber) {
        sum.add(slice.of(kind), 1);
      }
    }
    return sum;
  }

  private void trim(long now) {
    long kept = marks.isEmpty() ? Long.MAX_VALUE : marks.firstKey();
    while (!slices.isEmpty()
        && slices.getFirst().number() < kept
        && slices.getFirst().to() < now - KEPT_NANOS) {
      slices.removeFirst();
    }
    for (Slice slice : slices) {
      if (slice.number() < kept) {
        slice.forgetTotals();
      }
    }
    while ((slices.size() > MOST_SLICES || cpuRows() > MOST_ROWS) && joinOldest()) {
      // once more
    }
    for (Slice slice : slices) {
      slice.shrinkCpu(MOST_ROWS / slices.size());
    }
  }

  private int cpuRows() {
    int rows = 0;
    for (Slice slice : slices) {
      rows += slice.of(ProfileKind.CPU).size();
    }
    return rows;
  }

  /** Makes one of the two oldest slices that no window begins between; false without such two. */
  private boolean joinOldest() {
    List<Slice> all = new ArrayList<>(slices);
    for (int i = 0; i + 1 < all.size(); i++) {
      Long border = marks.higherKey(all.get(i).number());
      if (border == null || border > all.get(i + 1).number()) {
        all.set(i, all.get(i).joined(all.remove(i + 1)));
        slices.clear();
        slices.addAll(all);
        return true;
      }
    }
    return false;
  }

  private void trimSurvivors() {
    while (marks.isEmpty() && survivors.size() > 1) {
      survivors.remove(0);
    }
  }

  /** CPU slices go and their stacks with them, but not out of the pool: it is made anew. */
  private void renewStacks() {
    int used = cpuRows() + startedThreads.size();
    for (SampleTable total : totals.values()) {
      used += total.size();
    }
    if (stacks.size() > 2 * used + MOST_ROWS / 4) {
      StackPool renewed = new StackPool();
      startedThreads.forEach((key, sums) -> renewed.keep(key.stack()));
      totals.values().forEach(table -> table.forEach((key, sums) -> renewed.keep(key.stack())));
      for (Slice slice : slices) {
        slice.of(ProfileKind.CPU).forEach((key, sums) -> renewed.keep(key.stack()));
      }
      stacks = renewed;
    }
  }

  /** One look at the sampled objects. */
  static final class Survivors {
    final List<Survivor> objects;
    final int followed;
    final long since;
    final long asOf;
    final long lastCollection;

    /**
     * @param since objects made before this were not sampled
     * @param lastCollection when garbage was last collected before the look, 0 when never
     */
    Survivors(FoldTables fold, long since, long asOf, long lastCollection) {
      this.objects = fold.survivors();
      this.followed = fold.liveObjects;
      this.since = since;
      this.asOf = asOf;
      this.lastCollection = lastCollection;
    }

    /** Whether being there means being in use, and not only not yet collected. */
    boolean collected() {
      return lastCollection > since;
    }
  }
}
