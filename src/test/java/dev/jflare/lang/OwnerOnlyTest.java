package dev.jflare.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir Path folder;

  @BeforeEach
  void modesAreKnownHere() {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no modes");
  }

  @Test
  void filesAreForTheirOwnerAlone() throws IOException {
    Path empty = OwnerOnly.file(folder.resolve("empty"));
    Path written = folder.resolve("written");
    try (OutputStream out = OwnerOnly.stream(written)) {
      out.write(7);
    }
    assertEquals("rw-------", mode(empty));
    assertEquals("rw-------", mode(written));
    assertEquals(1, Files.size(written));
  }

  @Test
  void foldersAreForTheirOwnerAlone_alsoThoseOnTheWay() throws IOException {
    OwnerOnly.folders(folder.resolve("a/b"));
    OwnerOnly.folders(folder.resolve("a/b"));
    assertEquals("rwx------", mode(folder.resolve("a")));
    assertEquals("rwx------", mode(folder.resolve("a/b")));
    assertEquals("rwx------", mode(OwnerOnly.folder(folder.resolve("c"))));
  }

  @Test
  void whatIsThere_isNotTakenForOurs() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "theirs");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.file(taken));
    assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.stream(taken));
    assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.stream(link));
    assertThrows(FileAlreadyExistsException.class, () -> OwnerOnly.folder(taken));
    assertEquals("theirs", Files.readString(taken));
  }

  @Test
  void freshFolders_areNewEachTime() throws IOException {
    Path one = OwnerOnly.freshFolder(folder, ".jflare-");
    Path other = OwnerOnly.freshFolder(folder, ".jflare-");
    assertNotEquals(one, other);
    assertEquals("rwx------", mode(one));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
