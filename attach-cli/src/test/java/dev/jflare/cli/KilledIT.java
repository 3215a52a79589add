package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the command at moments that nobody has chosen. */
class KilledIT {
  private static final int TIMES = 20;

  /** From the start of its JVM into the profile window. */
  private static final int LATEST_MILLIS = 3000;

  @TempDir Path folder;

  @Test
  void atRandomMoments_theTargetEndsClean_andTheNextRunTidiesUp() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      take(target, 1); // what stays of a first flare stays once: classes, libraries, descriptors
      TreeSet<String> before = descriptors(target);
      for (int i = 0; i < TIMES; i++) {
        AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 2, "--no-upload");
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_MILLIS));
        cli.close(); // by kill -9
      }
      FailuresIT.await(
          "no thread of ours stays, seed " + seed,
          () -> !FailuresIT.threadNames(target.pid()).contains("jflare"));
      FailuresIT.await(
          "no folder of ours stays, seed " + seed,
          () -> FailuresIT.foldersOf(target.pid()).isEmpty());
      assertTrue(target.process().isAlive(), "seed " + seed);
      FlareZip flare = take(target, 1);
      assertFalse(flare.text("jvm/mbeans.json").contains("dev.jflare"), "seed " + seed);
      assertEquals(before, descriptors(target), "seed " + seed);
      try (Stream<Path> left = Files.list(folder)) {
        assertEquals(List.of(), left.filter(path -> path.toString().contains(".jflare-")).toList());
      }
    }
  }

  private FlareZip take(TargetJvm target, int seconds) throws Exception {
    AttachJar cli =
        AttachJar.in(folder)
            .start(target.pid(), "-p", seconds, "--no-upload", "--json", "--skip", "diagnose")
            .expect(ExitCode.OK);
    return FlareZip.read(Path.of(cli.result().get("archive").textValue()));
  }

  /** By what they lead to; sockets and pipes have numbers, and the JVM's own come and go. */
  private static TreeSet<String> descriptors(TargetJvm target) throws IOException {
    TreeSet<String> open = new TreeSet<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/" + target.pid() + "/fd"))) {
      for (Path link : links.toList()) {
        String file = Files.readSymbolicLink(link).toString();
        if (file.startsWith("/")) {
          open.add(file);
        }
      }
    }
    return open;
  }
}
