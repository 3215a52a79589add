import dev.jflare.jvm.LocalJvm;
import dev.jflare.pprof.GoProfile;
import dev.jflare.profile.ContinuousProfiles;
import dev.jflare.profile.ProfileSpec;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Random;

/**
 * Keeps profiles of a program with many different stacks, and measures what they take:
 * {@code DistinctStacks <bits> <looks> <seconds between>}. Each stack is one of 2^bits ways through {@link #left}
 * and {@link #right}, below ten frames that all have. Prints one line for each look.
 */
public final class DistinctStacks {
  static volatile byte[] garbage;

  private DistinctStacks() {}

  public static void main(String[] args) throws Exception {
    int bits = Integer.parseInt(args[0]);
    for (int i = 0; i < 2; i++) {
      Thread thread = new Thread(() -> allocate(bits), "stacks-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    Thread.sleep(2_000);
    long heapBefore = heap();
    long rssBefore = rss();
    try (ContinuousProfiles profiles =
        ContinuousProfiles.always(
            LocalJvm.current(),
            folder -> ProfileSpec.newBuilder(Duration.ofMinutes(1), folder).service("stacks").build())) {
      profiles.begin();
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        Thread.sleep(Long.parseLong(args[2]) * 1_000);
        profiles.take(GoProfile.ALLOCS, Duration.ZERO, false);
        long before = System.nanoTime();
        byte[] bytes = profiles.take(GoProfile.ALLOCS, Duration.ZERO, false);
        long took = System.nanoTime() - before;
        int rows = profiles.count(GoProfile.ALLOCS);
        long more = heap() - heapBefore;
        System.out.printf(
            "look %2d: %6d rows, heap +%d KiB (%d bytes a row), RSS +%d MiB, allocs in %d ms, %d KiB%n",
            i + 1, rows, more >> 10, more / Math.max(1, rows), (rss() - rssBefore) >> 20,
            took / 1_000_000, bytes.length >> 10);
      }
    }
  }

  private static void allocate(int bits) {
    Random random = new Random(1);
    while (true) {
      for (int i = 0; i < 200; i++) {
        common(10, bits, random.nextInt(1 << bits));
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  static void common(int frames, int bits, int way) {
    if (frames == 0) {
      left(bits, way);
    } else {
      common(frames - 1, bits, way);
    }
  }

  static void left(int bits, int way) {
    if (bits == 0) {
      garbage = new byte[40_000];
    } else if ((way & 1) == 0) {
      left(bits - 1, way >> 1);
    } else {
      right(bits - 1, way >> 1);
    }
  }

  static void right(int bits, int way) {
    if (bits == 0) {
      garbage = new byte[40_000];
    } else if ((way & 1) == 0) {
      left(bits - 1, way >> 1);
    } else {
      right(bits - 1, way >> 1);
    }
  }

  private static long heap() {
    System.gc();
    long used = 0; // as of the collection: the program goes on meanwhile
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage kept = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      used += kept == null ? 0 : kept.getUsed();
    }
    return used;
  }

  private static long rss() throws Exception {
    String pages = new String(Files.readAllBytes(Paths.get("/proc/self/statm"))).split(" ")[1];
    return Long.parseLong(pages) * 4096;
  }
}
