package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.Frame;
import dev.jflare.profile.History.Survivors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final long MINUTE = 60_000_000_000L;

  private final History history = new History();

  @Test
  void windowsAreTheSlicesSinceTheirMarkAndAllIsTheirSum() {
    add(0, "early", 10);
    long mark = history.mark();
    add(MINUTE, "within", 20);
    add(2 * MINUTE, "early", 5);
    assertEquals(Map.of("early", 15.0, "within", 20.0), mutexes(history.all(ProfileKind.MUTEX)));
    assertEquals(
        Map.of("early", 5.0, "within", 20.0), mutexes(history.since(ProfileKind.MUTEX, mark)));
    assertEquals(Map.of("early", 10.0), mutexes(history.before(ProfileKind.MUTEX, mark)));
  }

  @Test
  void differenceIsExactlyWhatCameInBetweenWhateverTheOtherWindowsDo() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Long, SampleTable> before = new java.util.HashMap<>();
    List<Long> open = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      add(i * MINUTE / 10, "stack" + random.nextInt(40), 1 + random.nextInt(100));
      if (random.nextInt(10) == 0) {
        long mark = history.mark();
        open.add(mark);
        before.put(mark, history.all(ProfileKind.MUTEX));
      }
      if (!open.isEmpty() && random.nextInt(12) == 0) {
        long mark = open.remove(random.nextInt(open.size()));
        SampleTable expected = history.all(ProfileKind.MUTEX);
        expected.add(before.get(mark), -1);
        SampleTable difference = history.since(ProfileKind.MUTEX, mark);
        assertEquals(mutexes(expected), mutexes(difference), "seed " + seed);
        history.release(mark);
      }
    }
  }

  @Test
  void fullTablesSumUpWhatIsNewAndStillCountIt() {
    History small = new History(100 * RowBudget.bytes(key("deep", 20)));
    for (int i = 0; i < 1_000; i++) {
      FoldTables fold = fold();
      fold.addWait(ProfileKind.MUTEX, key("stack" + i, 20), 1, 1);
      small.add(fold, i, i + 1);
    }
    SampleTable all = small.all(ProfileKind.MUTEX);
    assertEquals(101, all.size());
    assertEquals(1_000, all.total(ProfileTables.COUNT), "nothing is lost");
    assertEquals(900, all.row(RowBudget.OTHER)[ProfileTables.COUNT]);
    assertEquals(900, small.refused());
  }

  @Test
  void aRowThatIsInTheTableStaysItsOwnWhenTheTableIsFull() {
    History small = new History(RowBudget.bytes(key("first", 1)));
    for (String name : List.of("first", "second", "first")) {
      FoldTables fold = fold();
      fold.addWait(ProfileKind.BLOCK, key(name, 1), 1, 1);
      small.add(fold, 0, 1);
    }
    assertEquals(Map.of("first", 2.0, "[other]", 1.0), mutexes(small.all(ProfileKind.BLOCK)));
  }

  @Test
  void cpuSamplesOfTheLastMinutesStay() {
    for (int minute = 0; minute < 20; minute++) {
      FoldTables fold = fold();
      fold.addCpu(minute * MINUTE + 1, key("minute" + minute, 3), 10);
      history.add(fold, minute * MINUTE, (minute + 1) * MINUTE);
    }
    assertEquals(6, history.all(ProfileKind.CPU).size(), "five minutes, and the one they begin in");
    assertEquals(14 * MINUTE, history.oldest());
  }

  @Test
  void cpuSamplesOfAnOpenWindowStayHoweverLongItIs() {
    long mark = history.mark();
    for (int minute = 0; minute < 200; minute++) {
      FoldTables fold = fold();
      fold.addCpu(minute * MINUTE + 1, key("minute" + minute, 3), 10);
      history.add(fold, minute * MINUTE, (minute + 1) * MINUTE);
    }
    assertEquals(200, history.since(ProfileKind.CPU, mark).size());
    history.release(mark);
    assertTrue(history.all(ProfileKind.CPU).size() < 200);
  }

  @Test
  void cpuRowsAreBoundedAndNothingIsLost() {
    long mark = history.mark();
    for (int slice = 0; slice < 60; slice++) {
      FoldTables fold = fold();
      for (int i = 0; i < 2_000; i++) {
        fold.addCpu(1, key("slice" + slice + "stack" + i, 3), 10);
      }
      history.add(fold, slice, slice + 1);
    }
    SampleTable cpu = history.since(ProfileKind.CPU, mark);
    assertEquals(120_000, cpu.total(ProfileTables.COUNT));
    assertTrue(cpu.size() <= 20_000, "rows: " + cpu.size());
    assertTrue(cpu.row(RowBudget.OTHER)[ProfileTables.COUNT] > 0);
  }

  @Test
  void survivorsOfAWindowAreThoseMadeInIt() {
    long mark = history.mark();
    history.alive(survivors(0, 100, 10, 60));
    history.alive(survivors(100, 200, 150));
    SampleTable heap = ProfileTables.emptyTable(ProfileKind.SECOND_HEAP);
    history.addAlive(heap, 50, Long.MAX_VALUE, 50);
    assertEquals(2, heap.total(ProfileTables.INUSE_OBJECTS), "made at 60 and at 150");
    history.release(mark);
    SampleTable last = ProfileTables.emptyTable(ProfileKind.SECOND_HEAP);
    history.addAlive(last, 0, Long.MAX_VALUE, 0);
    assertEquals(1, last.total(ProfileTables.INUSE_OBJECTS), "older looks are for open windows");
  }

  @Test
  void aLookThatBeganWhereTheLastOneDidReplacesIt() {
    long mark = history.mark();
    history.alive(survivors(0, 100, 10, 60));
    history.alive(survivors(0, 200, 10, 150, 160));
    SampleTable heap = ProfileTables.emptyTable(ProfileKind.SECOND_HEAP);
    history.addAlive(heap, 0, Long.MAX_VALUE, 0);
    assertEquals(3, heap.total(ProfileTables.INUSE_OBJECTS));
    history.release(mark);
  }

  @Test
  void theNamesOfStacksThatHaveGoneGo() {
    StackPool first = history.stacks();
    for (int slice = 0; slice < 40; slice++) {
      FoldTables fold = fold();
      for (int i = 0; i < 1_000; i++) {
        Stack stack = history.stacks().stack(key("s" + slice + "i" + i, 3).frames());
        fold.addCpu(1, new SampleKey(stack, "", "", ""), 10);
      }
      history.add(fold, slice * MINUTE, (slice + 1) * MINUTE);
    }
    assertTrue(history.stacks() != first, "made anew");
    assertTrue(history.stacks().size() < 20_000, "stacks: " + history.stacks().size());
  }

  private void add(long time, String function, double contentions) {
    FoldTables fold = fold();
    fold.addWait(ProfileKind.MUTEX, key(function, 3), contentions, contentions);
    history.add(fold, time, time + 1);
  }

  private static Survivors survivors(long since, long asOf, long... made) {
    FoldTables fold = fold();
    for (long time : made) {
      fold.addHeap(time, key("made" + time, 2), ProfileTables.INUSE_OBJECTS, 1, 16);
    }
    return new Survivors(fold, since, asOf, 0);
  }

  private static FoldTables fold() {
    return new FoldTables(new Recordings(Path.of("."), Map.of()));
  }

  private static SampleKey key(String function, int depth) {
    List<Frame> frames = new ArrayList<>();
    frames.add(Frame.java(function, function + ".java", 1));
    for (int i = 1; i < depth; i++) {
      frames.add(Frame.java("caller" + i, "Callers.java", i));
    }
    if (function.startsWith("[")) {
      throw new IllegalArgumentException(function);
    }
    return new SampleKey(new Stack(frames), "", "", "");
  }

  /** The first column by function, without rows that have nothing. */
  private static Map<String, Double> mutexes(SampleTable table) {
    Map<String, Double> sums = new java.util.TreeMap<>();
    table.forEach(
        (key, row) -> {
          if (row[0] != 0) {
            sums.put(key.frames().get(0).function(), row[0]);
          }
        });
    return sums;
  }
}
