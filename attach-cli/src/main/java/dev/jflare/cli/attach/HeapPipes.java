package dev.jflare.cli.attach;

import dev.jflare.archive.HeapDumpStreams;
import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The files that a JVM writes its heap dump to, which are pipes in truth: nothing of it gets to a
 * disk.
 *
 * <p>What the JVM is told are links to descriptors of a small process beside us, {@code
 * /proc/PID/fd/3}, and not the pipes themselves. A JVM that opens a pipe nobody reads from waits
 * for a reader, from Java 22 on in the middle of a safepoint: it would stand still for ever if we
 * were killed in that moment. A link to a process that has ended is an error at once. The process
 * has the JVM's user, because only that one may open its descriptors, and ends when we do.
 *
 * <p>The folder can only be read meanwhile, so that a JVM that wants another file than these fails
 * (unless root runs it).
 */
final class HeapPipes implements HeapDumpStreams {
  /**
   * When we are gone the links lead nowhere; and later, when no JVM asks for them, they go, too.
   */
  private static final String HOLD =
      "cd \"$1\" && mkfifo -m 600 start objects && exec 3<>start 4<>objects && echo $$ && read -r end;"
          + " exec 3>&- 4>&-; sleep 30; chmod 700 . && rm -f start objects heap heap.p0; rmdir \"$1\"";

  /** End of a heap dump: tag, time, length. */
  private static final byte[] END_MARK = {0x2c, 0, 0, 0, 0, 0, 0, 0, 0};

  private final Path folder;
  private final String file;
  private final Process holder;
  private final DrainedPipe start;
  private final DrainedPipe objects;

  private HeapPipes(Path folder, Process holder, String holderPid) throws IOException {
    this.folder = folder;
    this.holder = holder;
    start = new DrainedPipe(folder.resolve("start"), "heap-start");
    objects = new DrainedPipe(folder.resolve("objects"), "heap-objects-pipe");
    Files.delete(folder.resolve("start"));
    Files.delete(folder.resolve("objects"));
    Path dump = folder.resolve("heap");
    file = dump.toString();
    Files.createSymbolicLink(dump, Paths.get("/proc", holderPid, "fd", "3"));
    Files.createSymbolicLink(Paths.get(file + ".p0"), Paths.get("/proc", holderPid, "fd", "4"));
    mode("r-x------");
  }

  /**
   * Makes the pipes.
   *
   * @param process shares its root folder and its process numbers with us
   * @throws IOException when this system has no {@code sh}, {@code mkfifo} or, for another user,
   *     {@code setpriv}
   */
  static HeapPipes open(ProcessView process) throws IOException {
    ProcessStatus status = process.status();
    boolean ours = status.uid() == ProcessView.self().status().uid();
    Path folder = OwnerOnly.freshFolder(Paths.get("/tmp"), ".jflare-heap-");
    Process holder = null;
    try {
      List<String> command = new ArrayList<>();
      if (!ours) {
        Files.setAttribute(folder, "unix:gid", Math.toIntExact(status.gid()));
        Files.setAttribute(folder, "unix:uid", Math.toIntExact(status.uid()));
        command.addAll(
            Arrays.asList("setpriv", "--reuid", "" + status.uid(), "--regid", "" + status.gid()));
        command.add("--clear-groups");
      }
      command.addAll(Arrays.asList("sh", "-c", HOLD, "sh", folder.toString()));
      holder = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new HeapPipes(folder, holder, pidOf(holder));
    } catch (IOException | RuntimeException e) {
      if (holder != null) {
        holder.destroy();
      }
      FolderTree.delete(folder);
      throw e;
    }
  }

  private static String pidOf(Process holder) throws IOException {
    // its errors come the same way; the stream stays open, or the process could not end by itself
    BufferedReader said =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
    @Nullable String line = said.readLine();
    if (line == null || !line.matches("\\d+")) {
      throw new IOException("no pipe can be made here: " + line);
    }
    return line;
  }

  /** The name to give to the JVM. */
  String file() {
    return file;
  }

  @Override
  public InputStream start() {
    return start;
  }

  @Override
  public InputStream objects() {
    return objects;
  }

  /** The JVM has written all of it. */
  void written() throws IOException {
    objects.append(END_MARK);
  }

  /** The JVM writes nothing more; the reason is what the readers get. */
  void failed(String why) {
    holder.destroy();
    start.end(why);
    objects.end(why);
  }

  @Override
  public void close() {
    failed("the heap dump was given up");
  }

  /** Takes everything away; the JVM must not be writing any more, or it fails to. */
  void delete() throws IOException {
    close();
    mode("rwx------");
    FolderTree.delete(folder);
  }

  private void mode(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }
}
