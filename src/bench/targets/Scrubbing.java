import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;

/**
 * Scrubs a file with the default rules: {@code Scrubbing <file> <out> [times]}. Prints seconds of wall clock for each time; the first
 * includes a cold JVM.
 */
public final class Scrubbing {
  private Scrubbing() {}

  public static void main(String[] args) throws IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    int times = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      ScrubTally tally;
      try (InputStream in = Files.newInputStream(Paths.get(args[0]));
          OutputStream out = Files.newOutputStream(Paths.get(args[1]))) {
        tally = scrubber.scrub(TextKind.TEXT, in, out);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double busy = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9;
      System.out.printf(
          "%.3f s, %.3f s of CPU, %.0f MB/s of CPU, %s%n", seconds, busy, Files.size(Paths.get(args[0])) / busy / 1e6, tally);
    }
  }
}
