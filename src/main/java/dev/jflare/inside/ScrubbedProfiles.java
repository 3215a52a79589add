package dev.jflare.inside;

import dev.jflare.jfr.RecordingMask;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.pprof.ProfileSource;
import dev.jflare.scrub.RecordingPolicy;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Masks secrets in all that is served, as in a flare: recordings hold system properties and
 * environment variables, and names of threads hold anything.
 */
final class ScrubbedProfiles implements ProfileSource {
  private final ProfileSource source;
  private final Scrubber scrubber;

  ScrubbedProfiles(ProfileSource source, Scrubber scrubber) {
    this.source = source;
    this.scrubber = scrubber;
  }

  @Override
  public byte[] take(GoProfile profile, Duration window, boolean collectFirst)
      throws IOException, InterruptedException {
    return PprofStrings.map(source.take(profile, window, collectFirst), scrubber::line);
  }

  @Override
  public int count(GoProfile profile) throws IOException {
    return source.count(profile);
  }

  @Override
  public Path recording(Duration window) throws IOException, InterruptedException {
    Path raw = source.recording(window);
    Path masked = raw.resolveSibling(raw.getFileName() + ".masked");
    boolean done = false;
    try {
      RecordingMask.mask(raw, masked, new RecordingPolicy(scrubber, new ScrubTally()));
      done = true;
      return masked;
    } finally {
      Files.deleteIfExists(raw);
      if (!done) {
        Files.deleteIfExists(raw.getParent());
      }
    }
  }

  @Override
  public String threadDump() throws IOException {
    ByteArrayOutputStream masked = new ByteArrayOutputStream();
    byte[] dump = source.threadDump().getBytes(StandardCharsets.UTF_8);
    scrubber.scrub(TextKind.of("jvm/threads.txt"), new ByteArrayInputStream(dump), masked);
    return new String(masked.toByteArray(), StandardCharsets.UTF_8);
  }

  @Override
  public List<String> commandLine() {
    return scrubber.arguments(source.commandLine(), new ScrubTally());
  }
}
