package dev.jflare.cli;

import dev.jflare.cli.demo.DemoApp;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.JvmScan;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The demo's target: a JVM of its own that runs {@link DemoApp} out of the very jar this program
 * came in. It ends when its standard input does, so it never outlives us.
 */
final class DemoJvm implements Closeable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final Process process;
  private final Path folder;
  private final long pid;

  private DemoJvm(Process process, Path folder, long pid) {
    this.process = process;
    this.folder = folder;
    this.pid = pid;
  }

  /** Starts it and waits until all its load runs. */
  static DemoJvm start() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("jflare-demo-");
    @Nullable Process process = null;
    try {
      process =
          new ProcessBuilder(
                  System.getProperty("java.home")
                      + File.separator
                      + "bin"
                      + File.separator
                      + "java",
                  "-Xmx128m",
                  "-Ddemo.db.password=" + DemoApp.DB_PASSWORD,
                  "-cp",
                  ownClassPath(),
                  DemoApp.class.getName(),
                  folder.toString())
              .redirectError(folder.resolve("stderr").toFile())
              .start();
      awaitReady(process);
      return new DemoJvm(process, folder, pidOf(process, folder));
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (process != null) {
        process.destroyForcibly();
      }
      FolderTree.delete(folder);
      throw e;
    }
  }

  private static void awaitReady(Process process) throws IOException, InterruptedException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    FutureTask<String> firstLine = new FutureTask<>(() -> String.valueOf(out.readLine()));
    Thread reader = new Thread(firstLine, "jflare-demo-reader");
    reader.setDaemon(true);
    reader.start();
    try {
      String line = firstLine.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!line.equals("ready")) {
        throw new IOException("the demo JVM did not start, it said: " + line);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the demo JVM did not start: " + e, e);
    }
  }

  /** Java 8 does not tell the pid of a child; there its command line is unique by its folder. */
  private static long pidOf(Process process, Path folder) throws IOException {
    try {
      return (Long) Process.class.getMethod("pid").invoke(process);
    } catch (NoSuchMethodException java8) {
      List<JvmInfo> found = JvmScan.ofThisHost().matching(folder.toString());
      if (found.size() == 1) {
        return found.get(0).pid();
      }
      throw new IOException("the demo JVM cannot be found");
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IOException("the demo JVM's pid cannot be read: " + e, e);
    }
  }

  /** attach.jar, or the folders of a build. */
  private static String ownClassPath() throws IOException {
    try {
      return Paths.get(DemoApp.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IOException("this program's own jar cannot be found: " + e, e);
    }
  }

  long pid() {
    return pid;
  }

  /** Ends it, the gentle way first, and removes its files. */
  @Override
  public void close() throws IOException {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException | InterruptedException hurry) {
      process.destroyForcibly();
    }
    FolderTree.delete(folder);
  }
}
