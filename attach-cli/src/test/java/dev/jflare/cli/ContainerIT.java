package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs in containers, flared from the host, and from a debug container beside them. */
class ContainerIT {
  @TempDir Path folder;

  @Test
  void fromTheHost_ofRootAndOfAnotherUser_withAReadOnlyRootAndANoexecTmp() throws Exception {
    try (Container container = Container.of(jdk(17)).start()) {
      flare(container, "our own connection");
    }
    try (TestUser user = TestUser.make();
        Container container =
            Container.of(jdk(21))
                .user(user.prefix())
                .readOnlyRoot()
                .tmp("size=64m,mode=1777,noexec")
                .start()) {
      flare(container, "our own connection");
    }
    try (TestUser user = TestUser.make();
        Container container = Container.of(jdk(8)).user(user.prefix()).start()) {
      flare(container, "our own connection, as the JVM's user by setpriv");
    }
  }

  @Test
  void aFullTmp_hasThemMeetElsewhere() throws Exception {
    try (Container container = Container.of(jdk(17)).tmp("size=256k,mode=1777").start()) {
      flare(container, "our own connection");
      assertFalse(container.names("/dev/shm").toString().contains("jflare"));
    }
  }

  @Test
  void aRootlessContainer_isReachedAsTheUserWhoMadeIt() throws Exception {
    try (TestUser user = TestUser.make();
        Container container = Container.of(jdk(17)).rootless(user.prefix()).start()) {
      flare(container, "our own connection, as the JVM's user by setpriv");
    }
  }

  /** As {@code kubectl debug --target}: same pids, where the JVM is 1, and other files. */
  @Test
  void fromADebugContainer() throws Exception {
    assumeTrue(Command.isHere("nsenter"), "needs nsenter");
    try (Container container = Container.of(jdk(17)).start()) {
      String pid = Long.toString(container.pid());
      AttachJar cli =
          AttachJar.in(folder)
              .prefix("nsenter", "--target", pid, "--pid", "unshare", "--mount", "--mount-proc")
              .start(1, "-p", 0, "--no-upload", "--json")
              .expect(ExitCode.OK);
      check(cli, container, "our own connection");
    }
  }

  private void flare(Container container, String road) throws Exception {
    AttachJar cli =
        AttachJar.in(folder)
            .start(container.pid(), "-p", 1, "--no-upload", "--json")
            .expect(ExitCode.OK);
    FlareZip flare = check(cli, container, road);
    assertTrue(flare.paths().contains("profiles/Busy-cpu.pprof"), flare.paths()::toString);
  }

  private static FlareZip check(AttachJar cli, Container container, String road) throws Exception {
    JsonNode result = cli.result();
    assertTrue(result.get("complete").booleanValue(), result::toString);
    FlareZip flare = FlareZip.read(Path.of(result.get("archive").textValue()));
    assertTrue(flare.text("jvm/threads-1.txt").contains("busy-parked"));
    assertTrue(flare.manifest().toString().contains("\"road\":\"" + road + "\""), cli.err());
    assertFalse(container.stdout().contains("Full thread dump"), "no signal too many");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!leftovers(container).isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50);
    }
    assertEquals(List.of(), leftovers(container));
    return flare;
  }

  private static List<String> leftovers(Container container) throws IOException {
    return container.names("/tmp").stream()
        .filter(name -> name.startsWith(".jflare-agent") || name.startsWith(".attach_pid"))
        .toList();
  }

  private static Path jdk(int feature) {
    Optional<Path> home = Jdks.home(feature);
    assumeTrue(home.isPresent(), "no JDK " + feature + " here");
    return home.orElseThrow();
  }
}
