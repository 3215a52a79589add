package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationCountTest {
  private final AllocationCount count = new AllocationCount();

  @Test
  void raisesEachLookToWhatWasCountedSinceTheLast() {
    assertEquals(100, raised(50, 100));
    assertEquals(40, raised(40, 140));
    assertEquals(60, raised(20, 200));
    assertEquals(200 / 110.0, count.factor(), 1e-9);
  }

  @Test
  void whatWasCountedWithoutASampleIsMadeUpForLater() {
    assertEquals(0, raised(0, 100));
    assertEquals(150, raised(10, 150));
  }

  @Test
  void makesNothingLess_andTheNextLooksPayForTooMuch() {
    assertEquals(300, raised(300, 100));
    assertEquals(10, raised(10, 200));
    assertEquals(190, raised(10, 500));
    assertEquals(500 / 320.0, count.factor(), 1e-9);
  }

  @Test
  void theCountBeginsAnewWithEachPart() {
    assertEquals(100, raised(50, 100));
    assertEquals(30, raised(15, 30));
  }

  private double raised(double seen, long counted) {
    SampleTable table = new SampleTable(4);
    if (seen > 0) {
      Stack stack = new Stack(List.of(Frame.java("pkg.Type.make", "pkg/Type.java", 1)));
      table.row(new SampleKey(stack, Labels.NONE))[ProfileTables.ALLOC_SPACE] = seen;
    }
    count.raise(table, counted);
    return table.total(ProfileTables.ALLOC_SPACE);
  }
}
