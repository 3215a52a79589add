package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.ServiceName;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.log.Log;
import dev.jflare.pprof.Frame;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.pprof.ProfileSource;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Records for each request, and nothing in between: what was allocated or waited for is that of the
 * window alone. One recording at a time.
 */
public final class OnDemandProfiles implements ProfileSource {
  /** What a request without a window looks at. */
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private static final Duration AROUND = Duration.ofSeconds(30);

  private final Jvm jvm;
  private final Path folder;

  /** Of CPU profiles there is one at a time, and the next client is told so, as by Go. */
  private final Semaphore freeCpu = new Semaphore(1);

  private final Semaphore free = new Semaphore(1);

  /**
   * @param folder where a private folder can be made for each recording
   */
  public OnDemandProfiles(Jvm jvm, Path folder) {
    this.jvm = jvm;
    this.folder = folder;
  }

  @Override
  public byte[] take(GoProfile profile, Duration window, boolean collectFirst)
      throws IOException, InterruptedException {
    if (profile == GoProfile.GOROUTINE || profile == GoProfile.THREADCREATE) {
      return profile == GoProfile.GOROUTINE ? threads() : threadsStarted();
    }
    if (collectFirst) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    Path work = begin(profile);
    try {
      Recordings recordings = record(work, window.isZero() ? GLANCE : window);
      byte[] proto = RecordingToPprof.convert(recordings).get(kind(profile));
      if (proto == null) {
        throw new IOException("nothing was converted");
      }
      return asGo(profile, window, PprofReader.read(proto));
    } finally {
      end(profile, work);
    }
  }

  @Override
  public int count(GoProfile profile) {
    boolean threads = profile == GoProfile.GOROUTINE || profile == GoProfile.THREADCREATE;
    return threads ? ManagementFactory.getThreadMXBean().getThreadCount() : 0;
  }

  @Override
  public Path recording(Duration window) throws IOException, InterruptedException {
    Path work = begin(GoProfile.PROFILE);
    try {
      Path whole = folder.resolve(work.getFileName() + ".jfr");
      if (!record(work, window).merged(whole)) {
        throw new IOException("no profiler could record");
      }
      return whole;
    } finally {
      end(GoProfile.PROFILE, work);
    }
  }

  @Override
  public String threadDump() throws IOException {
    return jvm.command("Thread.print");
  }

  @Override
  public List<String> commandLine() {
    try {
      return ProcessView.self().commandLine();
    } catch (IOException noProc) {
      return Collections.singletonList(jvm.systemProperties().getOrDefault("sun.java.command", ""));
    }
  }

  private Path begin(GoProfile profile) throws IOException, InterruptedException {
    if (profile == GoProfile.PROFILE && !freeCpu.tryAcquire()) {
      throw new BusyException("cpu profiling already in use");
    }
    boolean begun = false;
    try {
      free.acquire();
      try {
        Path work = OwnerOnly.freshFolder(folder, ".jflare-");
        begun = true;
        return work;
      } finally {
        if (!begun) {
          free.release();
        }
      }
    } finally {
      if (!begun && profile == GoProfile.PROFILE) {
        freeCpu.release();
      }
    }
  }

  private void end(GoProfile profile, Path work) throws IOException {
    try {
      FolderTree.delete(work);
    } finally {
      free.release();
      if (profile == GoProfile.PROFILE) {
        freeCpu.release();
      }
    }
  }

  private Recordings record(Path work, Duration window) throws IOException, InterruptedException {
    ProfileSpec spec =
        ProfileSpec.newBuilder(window, work)
            .service(ServiceName.of(System.getenv(), jvm.systemProperties()))
            .build();
    Recordings recordings =
        new RecordingSession().record(spec, jvm, Deadline.after(window.plus(AROUND)), Log.NONE);
    if (Thread.interrupted()) {
      throw new InterruptedException("nobody waits for the recording");
    }
    return recordings;
  }

  private static ProfileKind kind(GoProfile profile) {
    switch (profile) {
      case PROFILE:
        return ProfileKind.CPU;
      case MUTEX:
        return ProfileKind.MUTEX;
      case BLOCK:
        return ProfileKind.BLOCK;
      default:
        return ProfileKind.SECOND_HEAP;
    }
  }

  /** With Go's duration of a window, and with what it shows first. */
  private static byte[] asGo(GoProfile profile, Duration window, Pprof recorded) {
    ProfileBuilder builder = new ProfileBuilder().timeNanos(recorded.timeNanos());
    recorded.sampleTypes().forEach(type -> builder.sampleType(type.type(), type.unit()));
    builder.period(recorded.periodType().type(), recorded.periodType().unit(), recorded.period());
    builder.durationNanos(window.toNanos());
    builder.defaultSampleType(
        profile == GoProfile.ALLOCS ? "alloc_space" : recorded.defaultSampleType());
    recorded.comments().forEach(builder::comment);
    for (Pprof.Sample sample : recorded.samples()) {
      long[] values = new long[recorded.sampleTypes().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = sample.value(i);
      }
      builder.sample(sample.stack(), sample.labels(), values);
    }
    return builder.build();
  }

  private static byte[] threads() {
    ProfileBuilder profile = counting(GoProfile.GOROUTINE);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (ThreadInfo thread : threads.dumpAllThreads(false, false)) {
      List<Frame> stack = new ArrayList<>();
      for (StackTraceElement frame : thread.getStackTrace()) {
        String type = JavaNames.type(frame.getClassName());
        stack.add(
            Frame.java(
                type + "." + frame.getMethodName(), JavaNames.file(type), frame.getLineNumber()));
      }
      if (!stack.isEmpty()) {
        String state = String.valueOf(thread.getThreadState());
        profile.sample(stack, Collections.singletonMap("state", state), 1);
      }
    }
    return profile.build();
  }

  private static byte[] threadsStarted() {
    long started = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
    ProfileBuilder profile = counting(GoProfile.THREADCREATE);
    profile.sample(
        Arrays.asList(Frame.java("java.lang.Thread.start", "java/lang/Thread.java", 0)),
        Collections.emptyMap(),
        started);
    return profile.build();
  }

  private static ProfileBuilder counting(GoProfile profile) {
    return new ProfileBuilder()
        .sampleType(profile.path(), "count")
        .period(profile.path(), "count", 1)
        .timeNanos(System.currentTimeMillis() * 1_000_000);
  }
}
