package dev.jflare.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.json.Json;
import dev.jflare.lang.Hex;
import dev.jflare.lang.Sha256;
import dev.jflare.scrub.KnownValues;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value that is learnt last is masked in what was written first, whatever the format is. */
class KnownPassTest {
  private static final String SECRET = "wombat!1001";
  private static final String UMLAUT = "wömbat-1002";

  @TempDir Path folder;

  /** With a string of our own. */
  static final class Note extends Event {
    String text = "";
  }

  @Test
  void whatIsLearntLate_isMaskedInWhatWasWrittenEarly() throws Exception {
    FlareArchive archive;
    try (FlareBuilder builder = builder()) {
      Evidence evidence = builder.open("all", Duration.ofSeconds(10));
      evidence.text("logs/" + SECRET + ".log", "it said " + SECRET + ", " + UMLAUT + "\n");
      evidence.text("logs/plain.log", "nothing here\n");
      evidence.text("jvm/a.json", "{\"x\": \"" + SECRET + "\", \"n\": 4829105736}");
      evidence.text("etc/a.yaml", "x: " + SECRET + "\nlast: 1\n");
      evidence.pprof("profiles/a.pprof", profile("thread " + SECRET));
      evidence.recording("profiles/a.jfr", recording(SECRET + " and " + UMLAUT));
      evidence.gap("some", "cannot read " + SECRET);
      evidence.note("finding.it", SECRET + " stands out");
      builder.known().learn(SECRET, "password");
      builder.known().learn(UMLAUT, "password");
      builder.known().learn("4829105736", "password");
      builder.close("all", new CollectorRecord.Outcome(Status.OK, Instant.now(), 5));
      builder.local("because of " + SECRET);
      archive = builder.finish(folder);
    }
    Map<String, byte[]> entries = unzip(archive.file());
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      byte[] bytes = entry.getValue();
      byte[] content = Gzip.isGzip(bytes) ? Gzip.decompress(bytes, 1 << 20) : bytes;
      for (String secret : new String[] {SECRET, UMLAUT, "4829105736"}) {
        assertFalse(entry.getKey().contains(secret), entry.getKey());
        assertFalse(new String(content, UTF_8).contains(secret), entry.getKey());
        assertFalse(new String(content, ISO_8859_1).contains(secret), entry.getKey());
      }
    }
    assertEquals("it said ********, ********\n", text(entries, "logs/masked.log"));
    assertEquals("********", Json.readObject(text(entries, "jvm/a.json")).get("n"));
    assertTrue(text(entries, "status.log").contains("******** stands out"));
    Map<String, Object> manifest = Json.readObject(text(entries, "manifest.json"));
    for (Object each : Json.list(manifest, "entries")) {
      Map<?, ?> entry = (Map<?, ?>) each;
      byte[] bytes = entries.get(Json.text(entry, "path", ""));
      assertEquals(
          Hex.of(Sha256.digest().digest(bytes)), Json.text(entry, "sha256", ""), entry.toString());
      assertEquals(bytes.length, Json.number(entry, "bytes", 0));
    }
    assertTrue(archive.scrubbed().get(KnownValues.RULE) >= 7, archive.scrubbed().toString());
    assertFalse(archive.gaps().toString().contains(SECRET), archive.gaps().toString());
  }

  private FlareBuilder builder() throws IOException {
    FlareFacts facts = new FlareFacts(Map.of("trigger", SECRET), Map.of("pid", 1), "host", 1);
    return FlareBuilder.create(
        facts, Scrubber.of(ScrubSettings.defaults()), folder.resolve("staging"));
  }

  private Path recording(String text) throws IOException {
    Path file = folder.resolve("raw.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(Note.class);
      recording.start();
      Note note = new Note();
      note.text = text;
      note.commit();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  /** Nothing but a table of strings: the empty one and this one. */
  private static byte[] profile(String string) {
    byte[] bytes = string.getBytes(UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x32);
    out.write(0);
    out.write(0x32);
    out.write(bytes.length);
    out.write(bytes, 0, bytes.length);
    return out.toByteArray();
  }

  private static String text(Map<String, byte[]> entries, String path) {
    return new String(entries.get(path), UTF_8);
  }

  private static Map<String, byte[]> unzip(Path archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.put(entry.getName().substring("host/".length()), in.readAllBytes());
        }
      }
    }
    return entries;
  }
}
