package dev.jflare.jvm;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One process from outside, through {@code /proc}: what can be known without its help, also when it
 * hangs. Every call reads anew. Linux only; elsewhere {@link #supported()} is false and the reading
 * calls throw. Reading never blocks on the process itself.
 */
public final class ProcessView {
  /** Why nothing can be read on other systems. */
  public static final String NEEDS_PROC = "needs /proc";

  /**
   * Clock ticks per second in /proc. USER_HZ is 100 on every Linux that Java runs on; sysconf
   * cannot be asked from Java.
   */
  public static final int TICKS_PER_SECOND = 100;

  private static final Path PROC = Paths.get("/proc");

  /** Files of /proc have no size; this stops a reader of a very large one (maps of a huge heap). */
  private static final int READ_LIMIT_BYTES = 16 * 1024 * 1024;

  private final Path proc;
  private final long pid;

  private ProcessView(Path proc, long pid) {
    this.proc = proc;
    this.pid = pid;
  }

  /** The process with this pid, whether it exists or not. */
  public static ProcessView of(long pid) {
    return new ProcessView(PROC, pid);
  }

  /**
   * The same with another folder for {@code /proc}: one of a host mounted into a container, or a
   * recorded one.
   */
  public static ProcessView of(Path proc, long pid) {
    return new ProcessView(proc, pid);
  }

  /** The process this code runs in. */
  public static ProcessView self() {
    return new ProcessView(PROC, OwnPid.get());
  }

  /** A view of the neighbours in the same {@code /proc}. */
  ProcessView sibling(long otherPid) {
    return new ProcessView(proc, otherPid);
  }

  /** Whether this system has a {@code /proc} as Linux has it. */
  public boolean supported() {
    return Files.exists(proc.resolve("self")) || Files.exists(proc.resolve("stat"));
  }

  /** As our pid namespace numbers it. */
  public long pid() {
    return pid;
  }

  /** {@code /proc}: the files that are about the machine. */
  public Path proc() {
    return proc;
  }

  /** {@code /proc/PID}. */
  public Path folder() {
    return proc.resolve(Long.toString(pid));
  }

  /** Whether there is such a process, or was one that nobody has waited for. */
  public boolean exists() {
    return Files.exists(folder());
  }

  /**
   * State, owner, signals.
   *
   * @throws java.nio.file.NoSuchFileException when the process is gone
   */
  public ProcessStatus status() throws IOException {
    return ProcessStatus.parse(read("status"));
  }

  /**
   * A file of this process, {@code limits} or {@code net/tcp}, as text.
   *
   * @throws java.nio.file.AccessDeniedException when the kernel lets only its owner read it
   * @throws java.nio.file.NoSuchFileException when the process is gone or the kernel has no such
   *     file
   */
  public String read(String name) throws IOException {
    return readText(folder().resolve(name));
  }

  /** A file of {@code /proc} that is about the whole machine. */
  public String readSystem(String name) throws IOException {
    return readText(proc.resolve(name));
  }

  /** The command line, one element for each argument; empty for a kernel thread or a zombie. */
  public List<String> commandLine() throws IOException {
    return splitAtZero(read("cmdline"));
  }

  /** The environment as it was at the start. */
  public Map<String, String> environment() throws IOException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : splitAtZero(read("environ"))) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  /** The working directory as the process sees it; empty when we may not know. */
  public Optional<String> workingDirectory() {
    return link("cwd").map(cwd -> new OpenFile(0, cwd, folder()).path());
  }

  /** The executable as the process sees it; empty when we may not know. */
  public Optional<String> executable() {
    return link("exe");
  }

  /** The process's own root directory, as a path we can open. */
  public Path root() {
    return folder().resolve("root");
  }

  /**
   * Whether its paths are our paths. What cannot be known counts as the same: then its root is out
   * of our reach anyway.
   */
  public boolean sharesRoot() {
    if (!Files.isSymbolicLink(root())) {
      return !Files.isDirectory(root()); // a directory: a recorded /proc
    }
    Optional<String> root = link("root");
    boolean chrooted = root.isPresent() && !root.get().equals("/");
    return !chrooted && sharesNamespace("mnt", sibling(OwnPid.get()));
  }

  /** Paths as this process sees them, turned into paths that we can open. */
  public TargetFiles files() {
    return new TargetFiles(this);
  }

  /** Open descriptors by number; those that vanish meanwhile are left out. */
  public List<OpenFile> openFiles() throws IOException {
    List<OpenFile> files = new ArrayList<>();
    for (Path fd : children(folder().resolve("fd"))) {
      Optional<String> target = link("fd/" + fd.getFileName());
      if (target.isPresent()) {
        files.add(new OpenFile(Integer.parseInt(fd.getFileName().toString()), target.get(), fd));
      }
    }
    files.sort(Comparator.comparingInt(OpenFile::number));
    return files;
  }

  /**
   * The path of the JVM's library (libjvm or OpenJ9's libj9vm) as the process sees it; empty when
   * it is no JVM.
   */
  public Optional<String> jvmLibrary() throws IOException {
    // By lines and not further than needed: a large heap has tens of thousands of them.
    try (BufferedReader maps =
        Files.newBufferedReader(folder().resolve("maps"), StandardCharsets.ISO_8859_1)) {
      for (String line = maps.readLine(); line != null; line = maps.readLine()) {
        int slash = line.indexOf('/');
        if (slash > 0 && (line.contains("/libjvm.so") || line.contains("/libj9vm"))) {
          byte[] path = line.substring(slash).getBytes(StandardCharsets.ISO_8859_1);
          String text = new String(path, StandardCharsets.UTF_8);
          return Optional.of(new OpenFile(0, text, folder()).path());
        }
      }
    }
    return Optional.empty();
  }

  /** When the process started; empty when it is gone. */
  public Optional<Instant> startTime() {
    Optional<Duration> uptime = uptime();
    return uptime.map(since -> Instant.now().minus(since));
  }

  /** How long the process has been there; empty when it is gone. */
  public Optional<Duration> uptime() {
    OptionalLong started = startTicks();
    if (!started.isPresent()) {
      return Optional.empty();
    }
    try {
      double machine = Double.parseDouble(readSystem("uptime").split("\\s+")[0]);
      long millis = (long) (machine * 1000) - started.getAsLong() * (1000 / TICKS_PER_SECOND);
      return Optional.of(Duration.ofMillis(Math.max(0, millis)));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /** CPU time that the process has used, in nanoseconds, to a hundredth of a second; -1: gone. */
  public long cpuNanos() {
    try {
      String[] stat = statAfterName();
      long ticks = Long.parseLong(stat[11]) + Long.parseLong(stat[12]); // fields 14, 15
      return ticks * (1_000_000_000L / TICKS_PER_SECOND);
    } catch (IOException | RuntimeException unreadable) {
      return -1;
    }
  }

  /**
   * When the process started, in ticks since the machine's boot: with the pid it tells a process
   * from a later one that got the same pid. Empty when the process is gone.
   */
  public OptionalLong startTicks() {
    try {
      return OptionalLong.of(Long.parseLong(statAfterName()[19])); // field 22, starttime
    } catch (IOException | RuntimeException unreadable) {
      return OptionalLong.empty();
    }
  }

  /** The fields of stat from the third on: the second, the name, may hold blanks. */
  private String[] statAfterName() throws IOException {
    String stat = read("stat");
    return stat.substring(stat.lastIndexOf(')') + 1).trim().split("\\s+");
  }

  /**
   * The identity of one of its namespaces, {@code mnt:[4026531840]}; empty when we may not know.
   *
   * @param kind {@code mnt}, {@code pid}, {@code user}, {@code net}
   */
  public Optional<String> namespace(String kind) {
    return link("ns/" + kind);
  }

  /** Whether both are in the same namespace; what cannot be known counts as the same. */
  public boolean sharesNamespace(String kind, ProcessView other) {
    Optional<String> ours = other.namespace(kind);
    Optional<String> theirs = namespace(kind);
    return !ours.isPresent() || !theirs.isPresent() || ours.equals(theirs);
  }

  /** Its threads with the CPU time they have used, as the kernel lists them. */
  public List<ThreadView> threads() throws IOException {
    List<ThreadView> threads = new ArrayList<>();
    for (Path task : children(folder().resolve("task"))) {
      try {
        ThreadView thread =
            ThreadView.parse(readText(task.resolve("stat")), waitsIn(task.resolve("wchan")));
        if (thread != null) {
          threads.add(thread);
        }
      } catch (IOException ended) {
        // between the listing and the reading: no thread any more, no entry
      }
    }
    return threads;
  }

  private static String waitsIn(Path wchan) {
    try {
      String function = readText(wchan).trim();
      return function.equals("0") ? "" : function;
    } catch (IOException notForUs) {
      return "";
    }
  }

  private Optional<String> link(String name) {
    Path link = folder().resolve(name);
    try {
      return Files.isSymbolicLink(link)
          ? Optional.of(Files.readSymbolicLink(link).toString())
          : Optional.empty();
    } catch (IOException notForUs) {
      return Optional.empty();
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "[0-9]*")) {
      for (Path child : stream) {
        children.add(child);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /** As UTF-8, whatever our own locale is; bytes that are none become replacement characters. */
  private static String readText(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; bytes.size() < READ_LIMIT_BYTES && (n = in.read(buffer)) > 0; ) {
        bytes.write(buffer, 0, n);
      }
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }

  private static List<String> splitAtZero(String text) {
    if (text.isEmpty()) {
      return Collections.emptyList();
    }
    String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return Arrays.asList(whole.split("\0", -1));
  }

  @Override
  public String toString() {
    return "process " + pid;
  }
}
