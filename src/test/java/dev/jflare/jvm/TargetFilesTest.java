package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a recorded /proc, where {@code root} is a folder: as for a process in a container. */
class TargetFilesTest {
  @TempDir Path proc;
  private Path root;
  private TargetFiles files;

  @BeforeEach
  void container() throws IOException {
    root = Files.createDirectories(proc.resolve("7/root"));
    Files.createSymbolicLink(proc.resolve("7/cwd"), Path.of("/app"));
    Files.createDirectories(root.resolve("app/logs"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "of the container");
    files = ProcessView.of(proc, 7).files();
  }

  @Test
  void anAbsolutePath_isBelowTheProcessesRoot() throws Exception {
    assertEquals(root.resolve("etc/passwd"), files.resolve("/etc/passwd"));
    assertEquals("/etc/passwd", files.nameOf(root.resolve("etc/passwd")));
  }

  @Test
  void aRelativePath_isBelowItsWorkingDirectory() throws Exception {
    assertEquals(root.resolve("app/logs"), files.resolve("logs"));
    assertEquals(root.resolve("etc/passwd"), files.resolve("../etc/passwd"));
  }

  @Test
  void linksStayInsideTheContainer() throws Exception {
    Files.createSymbolicLink(root.resolve("app/hs_err_pid1.log"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(root.resolve("app/up"), Path.of("../../../../../../etc/passwd"));
    Files.createSymbolicLink(root.resolve("app/folder"), Path.of("/etc"));
    for (String path : List.of("hs_err_pid1.log", "up", "folder/passwd", "/../../etc/passwd")) {
      assertEquals(root.resolve("etc/passwd"), files.resolve(path), path);
    }
  }

  @Test
  void linksInACircle_endWithAnError() throws Exception {
    Files.createSymbolicLink(root.resolve("a"), Path.of("/b"));
    Files.createSymbolicLink(root.resolve("b"), Path.of("/a"));
    assertThrows(IOException.class, () -> files.resolve("/a"));
  }

  @Test
  void globs() throws Exception {
    for (String name : List.of("b.log", "a.log", "a.txt", ".hidden.log", "{x}.log")) {
      Files.writeString(root.resolve("app/logs").resolve(name), name);
    }
    Files.createDirectories(root.resolve("app/logs/folder.log"));
    assertEquals(List.of(".hidden.log", "a.log", "b.log", "{x}.log"), names("logs/*.log", 10));
    assertEquals(List.of("a.log", "a.txt"), names("/app/*/a.{log,txt}", 10));
    assertEquals(List.of("a.log"), names("/app/logs/[a].log", 10));
    assertEquals(List.of(".hidden.log"), names("logs/*.log", 1));
    assertEquals(List.of("{x}.log"), names("logs/" + TargetFiles.literal("{x}.log"), 10));
    assertEquals(List.of(), names("/nowhere/*.log", 10));
    assertEquals(List.of(), names("/nowhere/a.log", 10));
  }

  @Test
  void whatTheProcessCannotRead_isNotReadableThroughUs() throws Exception {
    Path secret = Files.writeString(root.resolve("etc/shadow"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path open = Files.writeString(root.resolve("etc/open"), "open");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(proc.resolve("7/status"), "Uid:\t5001\t5001\t5001\t5001\nGid:\t5001\t5001\n");
    assertFalse(files.readableByProcess(secret));
    assertTrue(files.readableByProcess(open));
    long group = ((Integer) Files.getAttribute(secret, "unix:gid"));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    Files.writeString(
        proc.resolve("7/status"),
        "Uid:\t5001\t5001\t5001\t5001\nGid:\t5001\t5001\nGroups:\t4 " + group + " \n");
    assertTrue(files.readableByProcess(secret), "by a supplementary group");
  }

  private List<String> names(String glob, int limit) throws IOException {
    return files.glob(glob, limit).stream().map(file -> file.getFileName().toString()).toList();
  }
}
