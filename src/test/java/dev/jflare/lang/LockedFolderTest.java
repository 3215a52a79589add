package dev.jflare.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockedFolderTest {
  @TempDir Path parent;

  @Test
  void whatAKilledProcessLeft_goesWithTheNextOne_andNothingElse() throws Exception {
    Path left = Files.createDirectories(parent.resolve("a-left/entries"));
    Files.createFile(parent.resolve("a-left/lock"));
    Files.writeString(left.resolve("text"), "staged");
    Path unlocked = Files.createDirectory(parent.resolve("a-without"));
    Path otherKind = Files.createDirectory(parent.resolve("b-left"));
    Files.createFile(otherKind.resolve("lock"));
    try (LockedFolder running = LockedFolder.create(parent, "a-");
        LockedFolder next = LockedFolder.create(parent, "a-")) {
      assertFalse(Files.exists(parent.resolve("a-left")));
      assertTrue(Files.exists(running.path()), "its lock is held");
      assertTrue(Files.exists(next.path()));
      assertTrue(Files.exists(unlocked), "nobody knows whether its owner lives");
      assertTrue(Files.exists(otherKind));
    }
    try (var files = Files.list(parent)) {
      assertEquals(2, files.count(), "their own are gone");
    }
  }

  @Test
  void aYoungLock_mayNotBeHeldYet() throws Exception {
    Path young = Files.createDirectory(parent.resolve("a-young"));
    Files.createFile(young.resolve("alive"));
    Path own = Files.createDirectory(parent.resolve("a-own"));
    LockedFolder.deleteLeftBehind(own, "a-", "alive", Duration.ofMinutes(1));
    assertTrue(Files.exists(young));
    LockedFolder.deleteLeftBehind(own, "a-", "alive", Duration.ZERO);
    assertFalse(Files.exists(young));
  }
}
