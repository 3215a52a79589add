package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashSentinelTest {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @TempDir Path tmp;

  @BeforeEach
  void needsProc() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "no /proc here");
  }

  @Test
  void sessionThatEndsLeavesNothing() throws Exception {
    CrashSentinel sentinel = sentinel("Shop", "1");
    sentinel.requireNoCrash();
    assertTrue(sentinel.enter("loading it"));
    assertTrue(sentinel.enter("recording with it"), "the next phase takes the place of the first");
    Path folder = sentinel.file().getParent();
    assertEquals("rwx------", mode(folder));
    assertEquals("rw-------", mode(sentinel.file()));
    sentinel.requireNoCrash();
    sentinel.clear();
    try (Stream<Path> left = Files.list(tmp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void fileOfAProcessThatIsGoneRefuses() throws Exception {
    Path left = left("Shop", "1", "pid=\\d+", "pid=999999999");
    RefusedException refused =
        assertThrows(RefusedException.class, () -> sentinel("Shop", "1").requireNoCrash());
    String message = refused.getMessage();
    assertTrue(
        message.contains("process 999999999, ended while it was recording with it"), message);
    assertTrue(message.endsWith("to try again, delete " + left), message);
    Files.delete(left);
    assertDoesNotThrow(() -> sentinel("Shop", "1").requireNoCrash());
  }

  @Test
  void sameNumberOfAnotherProcessRefuses() throws Exception {
    left("Shop", "1", "started=\\d+", "started=17");
    assertThrows(RefusedException.class, () -> sentinel("Shop", "1").requireNoCrash());
  }

  @Test
  void processThatStillRecordsIsNoCrash() throws Exception {
    Path running = left("Shop", "1", "nothing", "changed");
    sentinel("Shop", "1").requireNoCrash();
    assertTrue(Files.exists(running));
  }

  @Test
  void anotherContainerIsGivenItsTime() throws Exception {
    left("Shop", "1", "namespace=.*", "namespace=pid\\\\:[1]");
    assertDoesNotThrow(() -> sentinel("Shop", "1").requireNoCrash());
    left("Shop", "1", "namespace=.*", "namespace=elsewhere", "until=\\d+", "until=1");
    assertThrows(RefusedException.class, () -> sentinel("Shop", "1").requireNoCrash());
  }

  @Test
  void otherProgramsAndLibrariesAreNotConcerned() throws Exception {
    Path left = left("Shop", "1", "pid=\\d+", "pid=999999999");
    assertDoesNotThrow(() -> sentinel("Depot", "1").requireNoCrash());
    assertTrue(Files.exists(left));
    assertDoesNotThrow(() -> sentinel("Shop", "2").requireNoCrash());
    assertFalse(Files.exists(left), "a new version of the library begins anew");
  }

  @Test
  void isForgottenAfterAWeek() throws Exception {
    long longAgo = Instant.now().minus(Duration.ofDays(8)).toEpochMilli();
    Path left = left("Shop", "1", "pid=\\d+", "pid=999999999", "at=\\d+", "at=" + longAgo);
    assertDoesNotThrow(() -> sentinel("Shop", "1").requireNoCrash());
    assertFalse(Files.exists(left));
  }

  @Test
  void damagedFileTellsOfNothing() throws Exception {
    Path left = left("Shop", "1", "(?s).*", "pha");
    assertDoesNotThrow(() -> sentinel("Shop", "1").requireNoCrash());
    assertFalse(Files.exists(left));
  }

  @Test
  void folderThatOthersCanOpenIsNotUsed() throws Exception {
    Path left = left("Shop", "1", "pid=\\d+", "pid=999999999");
    Path folder = left.getParent();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertDoesNotThrow(() -> sentinel("Shop", "1").requireNoCrash());
    assertFalse(sentinel("Shop", "1").enter("loading it"));
  }

  @Test
  void linkIsNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(tmp.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Path folder = sentinel("Shop", "1").file().getParent();
    Files.createSymbolicLink(folder, elsewhere);
    assertFalse(sentinel("Shop", "1").enter("loading it"));
    try (Stream<Path> written = Files.list(elsewhere)) {
      assertEquals(List.of(), written.toList());
    }
  }

  @Test
  void withoutAPlaceThereIsNoProtection() throws Exception {
    CrashSentinel nowhere = CrashSentinel.of(tmp.resolve("absent"), Map.of(), "1", LONGEST);
    nowhere.requireNoCrash();
    assertFalse(nowhere.enter("loading it"));
    nowhere.clear();
  }

  /** What a session leaves that never came to its end, changed as these pairs say. */
  private Path left(String program, String library, String... changes) throws Exception {
    CrashSentinel sentinel = sentinel(program, library);
    sentinel.enter("recording with it");
    String text = Files.readString(sentinel.file());
    for (int i = 0; i < changes.length; i += 2) {
      text = text.replaceFirst(changes[i], changes[i + 1]);
    }
    return Files.writeString(sentinel.file(), text);
  }

  private CrashSentinel sentinel(String program, String library) {
    Map<String, String> properties = Map.of("sun.java.command", program + " --port 1");
    return CrashSentinel.of(tmp, properties, library, LONGEST);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
