package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JVMs that belong to somebody else, flared by root and by users with and without rights. */
class OtherUserIT {
  private static final String PROFILES_STARTED =
      "{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}";

  private static final String HELPER = "dev.jflare.cli.attach.HelperMain";
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @ParameterizedTest(name = "root to Java {0}")
  @ValueSource(ints = {8, 17})
  void root_reachesEverybody(int feature) throws Exception {
    try (TestUser user = TestUser.make();
        TargetJvm target = targetOf(user, feature)) {
      Path door =
          Path.of("/tmp/.java_pid" + target.pid()); // as a JVM of root leaves that is killed
      ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(door))
          .close();
      Files.setLastModifiedTime(door, FileTime.fromMillis(1_000_000_000_000L));
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_API_KEY", SECRET)
              .start(target.pid(), "-p", 2, "--no-upload", "--json");
      cli.awaitOutput(PROFILES_STARTED);
      assertEquals(feature == 8 ? 1 : 0, helpersFor(cli).size(), "processes of its user");
      for (Path helper : helpersFor(cli)) {
        assertFalse(Files.readString(helper.resolve("environ")).contains(SECRET));
        assertFalse(Files.readString(helper.resolve("cmdline")).contains(SECRET));
      }
      cli.expect(ExitCode.OK);
      assertTrue(cli.result().get("complete").booleanValue(), cli.out());
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertTrue(flare.text("jvm/threads-1.txt").contains("busy-parked"));
      assertTrue(flare.paths().contains("profiles/Busy-cpu.pprof"), flare.paths()::toString);
      String road = note(flare, "road");
      assertEquals(feature == 8, road.contains("as the JVM's user by setpriv"), road);
      assertLeftAlone(target);
    }
  }

  @Test
  void aCommandThatIsKilled_takesItsHelperAlong() throws Exception {
    try (TestUser user = TestUser.make();
        TargetJvm target = targetOf(user, 8)) {
      AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json");
      cli.awaitOutput(PROFILES_STARTED);
      List<Path> helpers = helpersFor(cli);
      assertEquals(1, helpers.size());
      cli.close();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (Files.exists(helpers.get(0)) && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertFalse(Files.exists(helpers.get(0)), "the helper ends");
      assertLeftAlone(target);
    }
  }

  @Test
  void aCommandThatIsTerminated_leavesAnArchiveAndACleanTarget() throws Exception {
    try (TestUser user = TestUser.make();
        TargetJvm target = targetOf(user, 8)) {
      AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json");
      cli.awaitOutput(PROFILES_STARTED);
      new ProcessBuilder("kill", "-TERM", Long.toString(cli.pid())).start().waitFor();
      assertEquals(128 + 15, cli.exitCode(), cli.err()); // as Java ends on SIGTERM
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertTrue(flare.paths().contains("os/status.txt"), flare.paths()::toString);
      assertLeftAlone(target);
    }
  }

  @Test
  void aUserWhoMayUseSudo_needsNoPassword_andOneWhoMayNotIsToldTheCommand() throws Exception {
    assumeTrue(Command.isHere("sudo"), "needs sudo");
    try (TestUser owner = TestUser.make();
        TestUser operator = TestUser.make();
        TargetJvm target = targetOf(owner, 17)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      AttachJar refused = as(operator).start(target.pid(), "-p", 0, "--no-upload", "--json");
      refused.expect(ExitCode.NOT_PERMITTED);
      assertTrue(
          refused.err().contains("sudo -u " + owner.name() + " java -jar attach.jar"),
          refused.err());
      assertEquals("ready\n", target.stdout());

      Path rule = Path.of("/etc/sudoers.d/" + operator.name());
      Files.writeString(rule, operator.name() + " ALL=(" + owner.name() + ") NOPASSWD: ALL\n");
      try {
        Files.setPosixFilePermissions(rule, PosixFilePermissions.fromString("r--r-----"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
        AttachJar cli =
            as(operator)
                .start(target.pid(), "-p", 0, "--no-upload", "--json", "-o", out)
                .expect(ExitCode.OK);
        FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
        assertEquals("ok", flare.status("agent"), cli.err());
        assertTrue(note(flare, "road").contains("by sudo"), flare.manifest()::toString);
        assertTrue(flare.text("jvm/threads-1.txt").contains("busy-parked"));
        assertLeftAlone(target);
      } finally {
        Files.delete(rule);
      }
    }
  }

  private AttachJar.Builder as(TestUser user) {
    return AttachJar.in(folder).prefix(user.prefix());
  }

  private static TargetJvm targetOf(TestUser user, int feature) throws IOException {
    Optional<Path> home = Jdks.home(feature);
    assumeTrue(home.isPresent(), "no JDK " + feature + " here");
    TargetJvm target =
        TargetJvm.of("Busy")
            .home(home.orElseThrow())
            .prefix(user.prefix())
            .arguments("parks")
            .start();
    // a JVM of root that had this pid and was killed: only root could take its socket away
    Files.deleteIfExists(Path.of("/tmp/.java_pid" + target.pid()));
    return target;
  }

  /** Their /proc folders. */
  private static List<Path> helpersFor(AttachJar cli) throws IOException {
    return ProcessHandle.of(cli.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .map(helper -> Path.of("/proc/" + helper.pid()))
        .filter(helper -> commandLine(helper).contains(HELPER))
        .toList();
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"));
    } catch (IOException ended) {
      return "";
    }
  }

  private static String note(FlareZip flare, String name) throws IOException {
    for (JsonNode record : flare.manifest().get("collectors")) {
      if (record.get("id").textValue().equals("agent")) {
        return record.path("notes").path(name).asText();
      }
    }
    return "";
  }

  /** Nothing of ours in its folder, no thread dump in its output. */
  private static void assertLeftAlone(TargetJvm target) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (jarsFor(target) > 0 && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertEquals(0, jarsFor(target));
    assertTrue(target.process().isAlive());
    assertFalse(target.stdout().contains("Full thread dump"), target.stdout());
  }

  private static long jarsFor(TargetJvm target) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-" + target.pid() + ".jar"))
          .count();
    }
  }
}
