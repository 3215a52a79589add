package dev.jflare.net;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.pprof.ProfileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Profiles with Go's columns and one sample, so that only the server is under test. */
final class CannedProfiles implements ProfileSource {
  /** Windows that an interrupt has ended. */
  final Semaphore ended = new Semaphore(0);

  /** Windows that have begun. */
  final Semaphore begun = new Semaphore(0);

  final AtomicInteger collections = new AtomicInteger();
  private final Path folder;

  CannedProfiles(Path folder) {
    this.folder = folder;
  }

  @Override
  public byte[] take(GoProfile profile, Duration window, boolean collectFirst)
      throws InterruptedException {
    if (collectFirst) {
      collections.incrementAndGet();
    }
    pass(window);
    ProfileBuilder builder = new ProfileBuilder().timeNanos(System.currentTimeMillis() * 1_000_000);
    if (!window.isZero()) {
      builder.durationNanos(window.toNanos());
    }
    long[] values = columns(profile, builder);
    builder.sample(List.of(Frame.java("a.B.c", "a/B.java", 7)), Map.of(), values);
    return builder.comment("canned").build();
  }

  private static long[] columns(GoProfile profile, ProfileBuilder builder) {
    switch (profile) {
      case HEAP:
      case ALLOCS:
        builder.sampleType("alloc_objects", "count").sampleType("alloc_space", "bytes");
        builder.sampleType("inuse_objects", "count").sampleType("inuse_space", "bytes");
        builder.period("space", "bytes", 524288);
        if (profile == GoProfile.ALLOCS) {
          builder.defaultSampleType("alloc_space");
        }
        return new long[] {4, 400, 3, 300};
      case PROFILE:
        builder.sampleType("samples", "count").sampleType("cpu", "nanoseconds");
        builder.period("cpu", "nanoseconds", 10_000_000);
        return new long[] {2, 20_000_000};
      case MUTEX:
      case BLOCK:
        builder.sampleType("contentions", "count").sampleType("delay", "nanoseconds");
        builder.period("contentions", "count", 1);
        return new long[] {5, 50_000};
      default:
        builder.sampleType(profile.path(), "count").period(profile.path(), "count", 1);
        return new long[] {6};
    }
  }

  private void pass(Duration window) throws InterruptedException {
    if (window.isZero()) {
      return;
    }
    begun.release();
    try {
      Thread.sleep(window.toMillis());
    } catch (InterruptedException gone) {
      ended.release();
      throw gone;
    }
  }

  @Override
  public int count(GoProfile profile) {
    return profile.ordinal() + 10;
  }

  @Override
  public Path recording(Duration window) throws IOException, InterruptedException {
    pass(window);
    Path own = Files.createTempDirectory(folder, "trace-");
    return Files.write(own.resolve("window.jfr"), new byte[200_000]);
  }

  @Override
  public String threadDump() {
    return "\"main\" #1\n";
  }

  @Override
  public List<String> commandLine() {
    return List.of("java", "-jar", "a.jar");
  }
}
