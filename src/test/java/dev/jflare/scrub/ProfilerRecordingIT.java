package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jfr.Chunks;
import dev.jflare.jfr.MaskReport;
import dev.jflare.jfr.RecordingMask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import one.jfr.JfrReader;
import one.jfr.event.ExecutionSample;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Masks what async-profiler records, alone, still open, and with a recording of the JDK behind it.
 */
class ProfilerRecordingIT {
  private static final String PLANTED = "planted-" + "in-property";

  @TempDir Path folder;

  @Test
  void recordingsOfBothKinds_loseSecretsAndKeepSamples() throws Exception {
    AsyncProfiler profiler = profiler();
    Path open = folder.resolve("open.jfr");
    Path whole = folder.resolve("whole.jfr");
    Path jdk = folder.resolve("jdk.jfr");
    System.setProperty("some.secret", PLANTED);
    Thread busy = new Thread(ProfilerRecordingIT::work, "url=http://bob:" + PLANTED + "@host/");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.InitialSystemProperty");
      recording.start();
      profiler.execute("start,jfr,event=ctimer,interval=1ms,alloc=64k,threads,file=" + whole);
      busy.start();
      busy.join();
      profiler.execute("dump,jfr,file=" + whole);
      Files.copy(whole, open, StandardCopyOption.REPLACE_EXISTING);
      profiler.execute("stop");
      recording.dump(jdk);
    } finally {
      System.clearProperty("some.secret");
    }
    Files.write(whole, Files.readAllBytes(jdk), StandardOpenOption.APPEND);

    assertMasked(open);
    assertMasked(whole);
    assertTrue(Chunks.of(whole).size() > Chunks.of(open).size());
    assertTrue(RecordingMask.mask(open, folder.resolve("cut.jfr"), (f, v) -> v).cutBytes() > 0);
  }

  private void assertMasked(Path recording) throws Exception {
    Path masked = folder.resolve("masked-" + recording.getFileName());
    ScrubTally tally = new ScrubTally();
    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    MaskReport report = RecordingMask.mask(recording, masked, new RecordingPolicy(scrubber, tally));
    assertTrue(report.masked() >= 2, report.maskedByField().toString());
    assertTrue(text(recording).contains(PLANTED));
    assertFalse(text(masked).contains(PLANTED));
    // the JDK's parser refuses a file that ends with an open chunk, so the whole ones are compared
    Path cut = folder.resolve("cut-" + recording.getFileName());
    RecordingMask.mask(recording, cut, (field, value) -> value);
    assertEquals(events(cut), events(masked));
    assertTrue(samples(masked) > 10, "samples " + samples(masked));
    assertEquals(samples(cut), samples(masked));
  }

  private static Map<String, Integer> events(Path file) throws IOException {
    Map<String, Integer> events = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      events.merge(event.getEventType().getName(), 1, Integer::sum);
    }
    return events;
  }

  private static int samples(Path file) throws IOException {
    int samples = 0;
    try (JfrReader reader = new JfrReader(file.toString())) {
      while (reader.readEvent(ExecutionSample.class) != null) {
        samples++;
      }
    }
    return samples;
  }

  private static void work() {
    long end = System.nanoTime() + 700_000_000L;
    double sum = 0;
    while (System.nanoTime() < end) {
      sum += Math.sqrt(new double[100].length + sum);
    }
    assertTrue(sum > 0);
  }

  private static AsyncProfiler profiler() {
    try {
      return AsyncProfiler.getInstance();
    } catch (IllegalStateException | UnsatisfiedLinkError e) {
      assumeTrue(false, "async-profiler does not load here: " + e.getMessage());
      throw e;
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), ISO_8859_1);
  }
}
