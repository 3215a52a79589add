package dev.jflare.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Command;
import dev.jflare.testing.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A JVM that is pid 1 of its own pid and mount namespaces, with a root of its own ({@code
 * pivot_root}) and a private {@code /tmp}: what a container is to those outside. Runs the target
 * {@code Busy}.
 */
final class Container implements AutoCloseable {
  /** Root folder, Java home, classes, mount options of /tmp, rw or ro, then the JVM's prefix. */
  private static final String SCRIPT =
      """
      set -e
      root=$1 jdk=$2 classes=$3 tmp=$4 mode=$5
      shift 5
      mount --make-rprivate /
      mount -t tmpfs -o mode=755 tmpfs "$root"
      for d in proc tmp old usr etc app dev "$jdk"; do mkdir -p "$root/$d"; done
      mount --rbind /usr "$root/usr"
      mount --rbind /etc "$root/etc"
      mount --rbind /dev "$root/dev"
      for l in lib lib64 bin sbin; do
        if [ -L /$l ]; then ln -s "$(readlink /$l)" "$root/$l"; fi
      done
      mount --rbind "$jdk" "$root/$jdk"
      mount --rbind "$classes" "$root/app"
      mount -t proc proc "$root/proc"
      mount -t tmpfs -o "$tmp" tmpfs "$root/tmp"
      cd "$root"
      pivot_root . old
      umount -l /old
      rmdir /old
      if [ "$mode" = ro ]; then mount -o remount,ro /; fi
      cd /app
      exec "$@" "$jdk/bin/java" -Xmx64m -cp /app Busy parks
      """;

  private final Process process;
  private final Path folder;
  private long pid;

  private Container(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** How a container is made; root's, with 64 MiB of /tmp, unless said. */
  static final class Builder {
    private final Path home;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> unshare = new ArrayList<>(List.of("unshare"));
    private final List<String> user = new ArrayList<>();
    private String tmp = "size=64m,mode=1777";
    private String root = "rw";

    private Builder(Path home) {
      this.home = home;
    }

    /** Mount options for the tmpfs that is its /tmp. */
    Builder tmp(String options) {
      tmp = options;
      return this;
    }

    Builder readOnlyRoot() {
      root = "ro";
      return this;
    }

    /** The JVM runs as this user, who is the same inside and outside. */
    Builder user(String... switching) {
      user.addAll(Arrays.asList(switching));
      return this;
    }

    /** A rootless container: this user made it and is root in it. */
    Builder rootless(String... switching) {
      prefix.addAll(Arrays.asList(switching));
      unshare.addAll(List.of("--user", "--map-root-user"));
      return this;
    }

    /** Skips the test where the kernel or the rights do not allow it. */
    Container start() throws IOException, InterruptedException {
      assumeTrue(System.getProperty("user.name").equals("root"), "needs root for namespaces");
      assumeTrue(Command.isHere("unshare") && Command.isHere("setpriv"), "needs util-linux");
      Path folder = Files.createTempDirectory("jflare-container-");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path classes = Files.createDirectory(folder.resolve("classes"));
      Targets.compile(classes, classes.toString(), "Busy");
      Path rootFolder = Files.createDirectory(folder.resolve("root"));
      Files.setPosixFilePermissions(rootFolder, PosixFilePermissions.fromString("rwxrwxrwx"));
      Path script = Files.writeString(folder.resolve("run"), SCRIPT);
      List<String> command = new ArrayList<>(prefix);
      command.addAll(unshare);
      command.addAll(List.of("--mount", "--pid", "--fork", "--kill-child", "sh"));
      for (Path path : List.of(script, rootFolder, home, classes)) {
        command.add(path.toString());
      }
      command.addAll(List.of(tmp, root));
      command.addAll(user);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("stdout").toFile())
              .redirectError(folder.resolve("stderr").toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      Container container = new Container(builder.start(), folder);
      try {
        container.awaitReady();
        return container;
      } catch (RuntimeException | Error e) {
        container.close();
        throw e;
      }
    }
  }

  /** Prepares one with a Java of its own. */
  static Builder of(Path home) {
    return new Builder(home);
  }

  /** Of the JVM, as this host numbers it. */
  long pid() {
    return pid;
  }

  String stdout() throws IOException {
    return Files.readString(folder.resolve("stdout"));
  }

  /** The names in a folder of the container's. */
  List<String> names(String path) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/root" + path))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!stdout().contains("ready") && process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    String complaint = Files.readString(folder.resolve("stderr"));
    assumeTrue(stdout().contains("ready"), "no namespaces here: " + complaint);
    pid = process.children().findFirst().orElseThrow().pid();
  }

  @Override
  public void close() {
    process.children().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      Command.run("rm", "-rf", folder.toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
