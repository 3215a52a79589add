package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFolderTest {
  @TempDir Path parent;

  @Test
  void isPrivateAndGoesWhenClosed() throws Exception {
    Path path;
    try (SessionFolder folder = SessionFolder.create(parent, "1-2")) {
      path = folder.path();
      assertEquals("jflare-profiles-1-2", path.getFileName().toString());
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      Files.writeString(path.resolve("ap.jfr"), "a recording");
    }
    assertFalse(Files.exists(path));
  }

  @Test
  void takesAwayWhatNoProcessHoldsAnyMore() throws Exception {
    Path left = Files.createDirectory(parent.resolve("jflare-profiles-7-7"));
    Files.writeString(left.resolve("lock"), "");
    Files.writeString(left.resolve("ap.jfr"), "a recording");
    Path other = Files.createDirectory(parent.resolve("jflare-other"));
    Path withoutLock = Files.createDirectory(parent.resolve("jflare-profiles-8-8"));
    try (SessionFolder folder = SessionFolder.create(parent, "1-2")) {
      assertTrue(Files.exists(folder.path()));
      assertFalse(Files.exists(left));
      assertTrue(Files.exists(other));
      assertTrue(Files.exists(withoutLock), "not known to be ours");
    }
  }

  @Test
  void aNameThatIsTakenIsNotUsed() throws Exception {
    Path taken = Files.createDirectory(parent.resolve("jflare-profiles-1-2"));
    try (SessionFolder folder = SessionFolder.create(parent, "1-2")) {
      assertNotEquals(taken, folder.path());
    }
    assertTrue(Files.exists(taken));
  }
}
