package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeFault;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What can go wrong does, with the built jar and real JVMs: an archive comes out, nothing is left,
 * the cause is said.
 */
class FailuresIT {
  private static final String PROFILES_STARTED =
      "{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}";

  @TempDir Path folder;

  @Test
  void aTargetThatDiesInTheWindow_leavesWhatItSaidBefore() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start();
        AttachJar cli =
            AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json")) {
      cli.awaitOutput(PROFILES_STARTED);
      target.process().destroyForcibly();
      cli.expect(ExitCode.OK);
      JsonNode result = cli.result();
      assertFalse(result.get("complete").booleanValue());
      FlareZip flare = FlareZip.read(Path.of(result.get("archive").textValue()));
      assertTrue(flare.paths().contains("jvm/system-properties.txt"), flare.paths()::toString);
      assertTrue(result.get("gaps").toString().contains("ended"), result::toString);
      assertNothingOfOursIn(target.pid());
    }
  }

  @Test
  void aCommandLineThatIsKilled_leavesACleanTarget() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      try (AttachJar cli =
          AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json")) {
        cli.awaitOutput(PROFILES_STARTED);
      }
      await("the agent cleans up", () -> foldersOf(target.pid()).isEmpty());
      await("no thread of ours stays", () -> !threadNames(target.pid()).contains("jflare"));
      AttachJar.in(folder).start(target.pid(), "-p", 0, "--no-upload").expect(ExitCode.OK);
      assertTrue(target.process().isAlive());
    }
  }

  @Test
  void aSecondFlareOfTheSameJvm_isToldWhoRuns_andIsMadeFromOutside() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start();
        AttachJar first =
            AttachJar.in(folder).start(target.pid(), "-p", 20, "--no-upload", "--json")) {
      first.awaitOutput(PROFILES_STARTED);
      AttachJar second =
          AttachJar.in(folder)
              .start(target.pid(), "-p", 0, "--no-upload", "--json")
              .expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(Path.of(second.result().get("archive").textValue()));
      assertTrue(flare.text("local").contains(" since 20"), flare.text("local"));
      assertTrue(flare.paths().contains("os/status.txt"));
      first.expect(ExitCode.OK);
      assertTrue(first.result().get("complete").booleanValue(), first.result()::toString);
    }
  }

  @Test
  void aFullDisk_costsTheLargestEntriesAlone() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", small.toString()) == 0,
        "cannot mount a small tmpfs here");
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .start(target.pid(), "-p", 0, "--no-upload", "--json", "-o", small)
              .expect(ExitCode.OK);
      assertFalse(cli.result().get("complete").booleanValue());
      assertTrue(
          cli.result().get("gaps").toString().contains("No space left on device"), cli.out());
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertTrue(flare.paths().contains("manifest.json"));
      try (Stream<Path> left = Files.list(small)) {
        assertEquals(1, left.count(), "only the archive stays");
      }
    } finally {
      run("umount", small.toString());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "FORBIDDEN_403, HTTP 403 Forbidden",
    "NOT_FOUND_404, HTTP 404",
    "TOO_LARGE_413, HTTP 413",
    "ERROR_500, failed to send flare after 3 attempts",
    "NOT_JSON, Server returned a 200 but with an unknown content-type",
    "JSON_ERROR_WITH_UUID, Please contact support by email and facilitate the request uuid",
  })
  void aBackendThatRefuses_costsTheUploadAlone(IntakeFault fault, String message) throws Exception {
    Path archive =
        Files.write(folder.resolve("jflare-2026-01-01T00-00-00Z-1.zip"), new byte[100_000]);
    IntakeOptions options =
        IntakeOptions.into(Files.createDirectory(folder.resolve("in"))).fault(fault).build();
    try (Intake intake = Intake.start(options, IntakeListener.NONE, Log.NONE)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_API_KEY", "0123456789abcdef0123456789abcdef")
              .start("send", archive, "4711", "--send")
              .expect(ExitCode.UPLOAD_FAILED);
      String said = cli.out() + cli.err();
      assertTrue(said.contains(message), said);
      assertTrue(said.contains("send '" + archive + "' 4711"), said);
      assertFalse(said.contains("0123456789abcdef0123456789abcdef"), said);
      assertTrue(Files.exists(archive));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-p 99999            | --profile",
        "-p -1               | --profile",
        "-p abc              | --profile",
        "-t 10               | --provider-timeout",
        "--pprof nonsense    | nonsense",
        "--only no-such-id   | no-such-id",
        "-c /no/such.yaml    | /no/such.yaml",
        "-o /no/such/folder  | /no/such/folder",
        "-o /dev/null        | /dev/null",
        "--no-such-option    | --no-such-option",
        "--api-key-file /no/key | /no/key",
      })
  void wrongUse_isNamed_beforeAnythingHappens(String arguments, String named) throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      Object[] all =
          Stream.concat(Stream.of(target.pid()), Stream.of(arguments.split(" "))).toArray();
      AttachJar cli = AttachJar.in(folder).start(all).expect(ExitCode.USAGE);
      assertTrue(cli.err().contains(named), cli.err());
      assertEquals("", cli.out());
      assertNothingOfOursIn(target.pid());
    }
  }

  @Test
  void aBrokenConfiguration_namesItsLine() throws Exception {
    Path config =
        Files.writeString(folder.resolve("broken.yaml"), "site: datadoghq.eu\nproxy: [\n");
    AttachJar cli =
        AttachJar.in(folder)
            .start(ProcessHandle.current().pid(), "-c", config)
            .expect(ExitCode.USAGE);
    assertTrue(cli.err().contains(config.toString()), cli.err());
  }

  @ParameterizedTest
  @CsvSource({"999999999", "4000000", "0"})
  void aPidOfNobody_isNoJvm(String pid) throws Exception {
    AttachJar cli = AttachJar.in(folder).start(pid).expect(ExitCode.NO_SUCH_JVM);
    assertTrue(cli.err().contains(pid), cli.err());
  }

  private static void assertNothingOfOursIn(long pid) throws IOException {
    assertEquals(List.of(), foldersOf(pid));
  }

  /** Exchange folders and agent jars that were made for this target. */
  static List<String> foldersOf(long pid) throws IOException {
    TreeSet<String> ours = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Path request = file.resolve("request");
        if (name.startsWith(".jflare")
            && (name.contains("-" + pid + ".jar") || holds(request, "-" + pid + ".jar"))) {
          ours.add(name);
        }
      }
    }
    return List.copyOf(ours);
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException goneOrForeign) {
      return false;
    }
  }

  static String threadNames(long pid) throws IOException {
    StringBuilder names = new StringBuilder();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.append(Files.readString(task.resolve("comm")));
        } catch (IOException ended) {
          names.append('\n'); // between the listing and the reading
        }
      }
    }
    return names.toString();
  }

  static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    boolean holds = condition.holds();
    while (!holds && System.nanoTime() < end) {
      Thread.sleep(100);
      holds = condition.holds();
    }
    assertTrue(holds, what);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  interface Condition {
    boolean holds() throws Exception;
  }
}
