import dev.jflare.archive.Evidence;
import dev.jflare.archive.HeapDumpStreams;
import dev.jflare.collect.CollectSettings;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Collectors;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.ObjectName;

/**
 * Runs the inside collectors in its own JVM and writes what they bring below the folder given as first argument; the file
 * {@code outcome} there has a line for each collector. More arguments: {@code deadlock}, {@code slow-mbean} and {@code vthreads}
 * make such a thing first; {@code outside PID} runs the outside collectors on another process instead.
 */
public final class CollectInside {
  public interface SlowMBean {
    int getQuick();

    int getNever() throws InterruptedException;
  }

  public static final class Slow implements SlowMBean {
    @Override
    public int getQuick() {
      return 42;
    }

    @Override
    public int getNever() throws InterruptedException {
      new CountDownLatch(1).await();
      return 0;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Paths.get(arguments[0]);
    ProcessView other = null;
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i].equals("deadlock")) {
        deadlock();
      } else if (arguments[i].equals("slow-mbean")) {
        ManagementFactory.getPlatformMBeanServer()
            .registerMBean(new Slow(), new ObjectName("test.slow:type=Slow"));
      } else if (arguments[i].equals("vthreads")) {
        virtualThread();
      } else if (arguments[i].equals("outside")) {
        other = ProcessView.of(Long.parseLong(arguments[++i]));
      }
    }
    CollectSettings settings =
        new CollectSettings.Builder().threadSpacing(Duration.ofMillis(100)).build();
    StringBuilder outcome = new StringBuilder();
    for (Collector collector :
        other != null
            ? Collectors.outside(other, settings)
            : Collectors.inside(LocalJvm.current(), ProcessView.self(), null, folder, settings)) {
      FolderEvidence evidence = new FolderEvidence(folder);
      String status = "ok";
      try {
        collector.collect(evidence, Deadline.after(Duration.ofSeconds(3)));
      } catch (Exception e) {
        status = e.toString();
      }
      outcome.append(collector.id()).append(": ").append(status).append(evidence.said).append('\n');
    }
    Files.write(
        folder.resolve("outcome"), outcome.toString().getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("left"), ourThreads().getBytes(StandardCharsets.UTF_8));
    System.out.println("ready");
    System.out.flush();
    Thread.sleep(60_000);
  }

  /** Names of threads of ours that are still there after a second. */
  static String ourThreads() throws InterruptedException {
    String names = "";
    for (int i = 0; i < 20; i++) {
      names = "";
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        names += thread.getName().startsWith("jflare-") ? thread.getName() + " " : "";
      }
      if (names.isEmpty()) {
        return names;
      }
      Thread.sleep(50);
    }
    return names;
  }

  static void deadlock() throws Exception {
    ReentrantLock first = new ReentrantLock();
    Object second = new Object();
    CountDownLatch both = new CountDownLatch(2);
    start("deadlock-one", () -> {
      first.lock();
      meet(both);
      synchronized (second) {
        throw new IllegalStateException();
      }
    });
    start("deadlock-two", () -> {
      synchronized (second) {
        meet(both);
        first.lock();
      }
    });
    both.await();
    Thread.sleep(200);
  }

  static void virtualThread() throws Exception {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    Object named = type.getMethod("name", String.class).invoke(builder, "my-virtual-thread");
    type.getMethod("start", Runnable.class).invoke(named, (Runnable) () -> meet(new CountDownLatch(2)));
  }

  static void meet(CountDownLatch latch) {
    latch.countDown();
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  static final class FolderEvidence implements Evidence {
    final StringBuilder said = new StringBuilder();
    private final Path folder;

    FolderEvidence(Path folder) {
      this.folder = folder;
    }

    @Override
    public void text(String path, CharSequence content) throws IOException {
      Files.write(make(path), content.toString().getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    }

    @Override
    public void text(String path, InputStream content, long capBytes) throws IOException {
      Files.copy(content, make(path));
    }

    @Override
    public void file(String path, Path source, long capBytes) throws IOException {
      Files.copy(source, make(path), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Override
    public void recording(String path, Path jfr) throws IOException {
      throw new IOException("not expected: " + path);
    }

    @Override
    public void pprof(String path, byte[] proto) throws IOException {
      Files.write(make(path), proto);
    }

    @Override
    public void heapDump(String path, HeapDumpStreams dump, Collection<String> names) throws IOException {
      throw new IOException("not expected: " + path);
    }

    @Override
    public void permissions(Path file) {
      said.append(" [seen ").append(file).append(']');
    }

    @Override
    public void gap(String path, String why) {
      said.append(" [gap ").append(path).append(": ").append(why).append(']');
    }

    @Override
    public void note(String key, String value) {
      said.append(" [").append(key).append(": ").append(value).append(']');
    }

    private Path make(String path) throws IOException {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      return file;
    }
  }
}
