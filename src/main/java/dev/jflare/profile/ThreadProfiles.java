package dev.jflare.profile;

import dev.jflare.json.Json;
import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.jvm.ThreadDumpFile;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.pprof.Frame;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.Labels;
import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.time.EpochNanos;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Go's two profiles of goroutines, made of this JVM's threads: where all of them are now, and how
 * many were ever started. Needs no profiler and no recording; looking at the stacks stops the
 * program for as long as a thread dump does.
 */
public final class ThreadProfiles {
  /** Threads of ours are not the program's, as the runtime's are not in Go's profile. */
  private static final String OURS = "jflare-";

  private static final String VIRTUAL_START = "java.lang.VirtualThread.run";

  private static final Stack WITHOUT_FRAMES =
      new Stack(Collections.singletonList(Frame.nativeCode("[no Java frames]", "")));

  private static final Stack STARTED =
      new Stack(Collections.singletonList(Frame.nativeCode("[started threads]", "")));

  private final SampleTable table = new SampleTable(1);
  private final Names names;
  private final long at = EpochNanos.now();
  private String missing = "";
  private int virtual;

  private ThreadProfiles(Names names) {
    this.names = names;
  }

  /** Whether samples tell the names of their threads. */
  private enum Names {
    AS_LABEL,
    LEFT_OUT
  }

  /**
   * All threads for a server of profiles: labels {@code state} and, for virtual ones, {@code
   * virtual}, no names, which would make a series of each thread in Pyroscope. Virtual threads are
   * looked up on Java 21 and later where some are in use.
   *
   * @return a message of profile.proto, not compressed
   */
  public static byte[] goroutines() {
    return looked().build();
  }

  /** What became more and what less between two looks, as Go subtracts them. */
  static byte[] goroutines(Duration window) throws InterruptedException {
    ThreadProfiles before = looked();
    Pause.REAL.take(window);
    ThreadProfiles after = looked();
    after.table.add(before.table, -1);
    return after.build(before.at);
  }

  private static ThreadProfiles looked() {
    ThreadProfiles profile = new ThreadProfiles(Names.LEFT_OUT);
    profile.addPlatformThreads();
    LocalJvm jvm = LocalJvm.current();
    if (ThreadDumpFile.isPossible(jvm) && VirtualThreads.carrierIsAlive()) {
      try {
        profile.addVirtualThreads(jvm);
      } catch (IOException e) {
        profile.missing = "virtual threads are missing: " + e.getMessage();
      }
    }
    return profile;
  }

  /**
   * All threads for a file, with the label {@code thread} as well; virtual ones have none, because
   * there may be a million names.
   *
   * @param dump what {@link ThreadDumpFile} has written just now, null where there is none
   * @throws IOException when the dump cannot be read
   */
  public static byte[] goroutinesByName(@Nullable Path dump) throws IOException {
    ThreadProfiles profile = new ThreadProfiles(Names.AS_LABEL);
    profile.addPlatformThreads();
    if (dump != null) {
      profile.read(dump);
    }
    return profile.build();
  }

  /**
   * How many threads were started since the JVM began, virtual ones not among them. The JVM counts
   * them all and keeps no stacks; JFR knows who started those of its recording.
   *
   * @param known by who started them; changed
   * @return the same with one row more, for all others
   */
  static SampleTable startedThreads(SampleTable known) {
    long all = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
    double others = Math.max(0, all - known.total(0));
    known.row(new SampleKey(STARTED, Labels.NONE))[0] += others;
    return known;
  }

  /**
   * A profile of started threads.
   *
   * @param durationNanos of a difference, else 0
   * @param about what its reader has to know
   */
  static byte[] startedThreads(SampleTable table, long durationNanos, String... about) {
    ProfileBuilder profile = GoProfile.THREADCREATE.newProfile(1).timeNanos(EpochNanos.now());
    profile.durationNanos(durationNanos);
    for (String comment : about) {
      profile.comment(comment);
    }
    table.writeTo(profile);
    return profile.build();
  }

  private void addPlatformThreads() {
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      if (!thread.getName().startsWith(OURS)) {
        List<Frame> frames = new ArrayList<>(entry.getValue().length);
        for (StackTraceElement frame : entry.getValue()) {
          frames.add(
              JavaNames.frame(frame.getClassName(), frame.getMethodName(), frame.getLineNumber()));
        }
        String name = names == Names.AS_LABEL ? thread.getName() : "";
        add(frames, Labels.of("state", thread.getState().name(), "thread", name));
      }
    }
  }

  private void addVirtualThreads(Jvm jvm) throws IOException {
    Path parent = Paths.get(jvm.systemProperties().getOrDefault("java.io.tmpdir", "."));
    Path folder = OwnerOnly.freshFolder(parent, ".jflare-");
    try {
      Path dump = folder.resolve("threads.json");
      ThreadDumpFile.write(jvm, dump);
      read(dump);
    } finally {
      FolderTree.delete(folder);
    }
  }

  private void read(Path dump) throws IOException {
    try (InputStream in = Files.newInputStream(dump)) {
      Json.eachIn(in, "threads", this::addVirtual);
    }
  }

  /** Platform threads are in the dump too; a virtual one is known by where it began. */
  private void addVirtual(Map<String, Object> thread) {
    List<Frame> frames = new ArrayList<>();
    for (Object frame : Json.list(thread, "stack")) {
      frames.add(JavaNames.frame(String.valueOf(frame)));
    }
    if (frames.isEmpty() || !frames.get(frames.size() - 1).function().equals(VIRTUAL_START)) {
      return;
    }
    virtual++;
    String state = Json.text(thread, "state", ""); // since Java 25
    add(frames, Labels.of("state", state, "virtual", "true"));
  }

  private void add(List<Frame> frames, Labels labels) {
    Stack stack = frames.isEmpty() ? WITHOUT_FRAMES : new Stack(frames);
    table.row(new SampleKey(stack, labels))[0]++;
  }

  private byte[] build() {
    return build(at);
  }

  /**
   * @param since the time of this look, or of the one before that was subtracted
   */
  private byte[] build(long since) {
    ProfileBuilder profile = GoProfile.GOROUTINE.newProfile(1).timeNanos(at);
    profile.durationNanos(at - since);
    profile.comment("threads of the JVM; virtual ones among them: " + virtual);
    if (at > since) {
      profile.comment("difference of two looks, " + (at - since) / 1_000_000 + " ms apart");
    }
    if (!missing.isEmpty()) {
      profile.comment(missing);
    }
    table.writeTo(profile);
    return profile.build();
  }
}
