package dev.jflare.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.json.Json;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.ScrubbedLine;
import dev.jflare.scrub.Scrubber;
import dev.jflare.testing.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactorTest {
  private static final Scrubber SCRUBBER = Scrubber.of(ScrubSettings.defaults());

  @TempDir Path folder;
  private final Told told = new Told();

  @Test
  void aTextIsScrubbedByItsName() throws IOException {
    assertEquals("password=********\n", text("app.log", "password=hunter2hunter2\n"));
    assertEquals(
        "{\n  \"token\": \"********\"\n}\n", text("x/app.json", "{\"token\":\"abcdefgh\"}"));
    assertEquals(
        "a=1\nb.password=********\n", text("app.properties", "a=1\nb.password=abcdefgh\n"));
  }

  @Test
  void gzipAndProfilesStayWhatTheyAre() throws IOException {
    byte[] gz = redact("app.log.gz", Gzip.compress(bytes("password=hunter2hunter2\n")));
    assertEquals("password=********\n", string(Gzip.decompress(gz, 1 << 20)));

    ProfileBuilder profile = new ProfileBuilder().comment("login with password=hunter2hunter2");
    byte[] masked = redact("a-cpu.pprof", Gzip.compress(profile.build()));
    List<String> strings = new ArrayList<>();
    PprofStrings.map(
        Gzip.decompress(masked, 1 << 20),
        string -> {
          strings.add(string);
          return string;
        });
    assertTrue(strings.contains("login with password=********"), strings::toString);
  }

  @Test
  void whatHasNoMask_isAnErrorAndNothingOfItIsWritten() {
    for (byte[] content :
        List.of(
            new byte[] {0, 1, 2, 3},
            bytes("FLR\0 and then nothing"),
            new byte[] {0x1f, (byte) 0x8b, 8, 0, 0},
            bytes("JAVA PROFILE 1.0.2\0"))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      assertThrows(
          IOException.class, () -> redactor().redact("x", new ByteArrayInputStream(content), out));
    }
  }

  @Test
  void aForeignZip_isPackedAnewWithNotesForWhatCannotBeMasked() throws IOException {
    byte[] zip =
        zip(
            Map.of(
                "bundle/app.log", bytes("password=hunter2hunter2\n"),
                "bundle/inner.zip", zip(Map.of("deep.log", bytes("password=hunter3hunter3\n"))),
                "bundle/broken.jfr", bytes("FLR\0 password=hunter4hunter4"),
                "bundle/tool.bin", new byte[] {0, 1, 2}));
    Map<String, byte[]> entries = unzip(redact("bundle.zip", zip));
    assertEquals("password=********\n", string(entries.get("bundle/app.log")));
    assertEquals(
        "password=********\n", string(unzip(entries.get("bundle/inner.zip")).get("deep.log")));
    assertEquals(4, entries.size(), () -> entries.keySet().toString());
    for (String path : List.of("bundle/broken.jfr", "bundle/tool.bin")) {
      String note = string(entries.get(path + ".error.txt"));
      assertTrue(note.startsWith("left out, for it could not be scrubbed: "), note);
      assertFalse(note.contains("hunter"), note);
    }
    assertEquals(2, told.notes.size(), told.notes::toString);
  }

  @Test
  void aFlareHasARightManifestAgain() throws Exception {
    byte[] changed = tampered(Files.readAllBytes(flare()));
    Map<String, byte[]> entries = unzip(redact("flare.zip", changed));

    Map<String, Object> manifest = Json.readObject(string(entries.get("host/manifest.json")));
    assertEquals(1, Json.list(manifest, "entries").size());
    Map<?, ?> log = (Map<?, ?>) Json.list(manifest, "entries").get(0);
    byte[] content = entries.get("host/logs/app.log");
    assertEquals("password=********\nadded password=********\n", string(content));
    assertEquals((long) content.length, log.get("bytes"));
    assertEquals(Sha256.of(content), log.get("sha256"));
    assertEquals(2L, Json.object(log, "scrubbed").get("password"));
    assertEquals(2L, Json.object(manifest, "scrubbed").get("password"));
    assertEquals(false, manifest.get("complete"));
    assertTrue(Json.list(manifest, "gaps").toString().contains("host/logs/b.bin"));
    assertTrue(manifest.containsKey("redacted"));
    assertEquals("host/manifest.json", entries.keySet().iterator().next());
  }

  @Test
  void aFlareThatIsClean_keepsEveryByteOfItsEntries() throws IOException {
    byte[] flare = Files.readAllBytes(flare());
    Map<String, byte[]> before = unzip(flare);
    Map<String, byte[]> after = unzip(redact("flare.zip", flare));
    assertEquals(before.keySet(), after.keySet());
    before.remove("host/manifest.json");
    before.remove("host/non_scrubbed_files.json"); // JSON is written anew
    before.forEach((path, content) -> assertEquals(string(content), string(after.get(path)), path));
  }

  @Test
  void theListenerLearnsWhereWhichRuleHits() throws IOException {
    text("app.log", "fine\npassword=hunter2hunter2\n");
    text("a.yaml", "list:\n  - name: fine\n  - token: abcdefgh\n");
    assertEquals(
        List.of(
            "app.log:2 [password] password=********",
            "a.yaml:3 [token key] list[1].token: ********"),
        told.lines);
    assertFalse(told.toString().contains("hunter2"));
  }

  /** Taken the usual way, with one log. */
  private Path flare() throws IOException {
    FlareFacts facts = new FlareFacts(Map.of(), Map.of(), "host", 4711);
    Path staging = folder.resolve("staging");
    try (FlareBuilder builder = FlareBuilder.create(facts, SCRUBBER, staging)) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      evidence.text("logs/app.log", "password=hunter2hunter2\n");
      builder.close("logs", new CollectorRecord.Outcome(Status.OK, Instant.now(), 1));
      FlareArchive archive = builder.finish(folder);
      assertEquals(List.of(), archive.leaks());
      return archive.file();
    }
  }

  /** As if somebody had put things into it by hand. */
  private static byte[] tampered(byte[] flare) throws IOException {
    Map<String, byte[]> entries = unzip(flare);
    entries.put("host/logs/app.log", bytes("password=********\nadded password=hunter9hunter9\n"));
    entries.put("host/logs/b.bin", new byte[] {0, 1, 2});
    return zip(entries);
  }

  private String text(String name, String content) throws IOException {
    return string(redact(name, bytes(content)));
  }

  private byte[] redact(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    redactor().redact(name, new ByteArrayInputStream(content), out);
    try (var left = Files.list(folder.resolve("work"))) {
      assertEquals(List.of(), left.toList(), "files on their way are left");
    }
    return out.toByteArray();
  }

  private Redactor redactor() throws IOException {
    return new Redactor(SCRUBBER, Files.createDirectories(folder.resolve("work")), told);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String string(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static final class Told implements RedactionListener {
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @Override
    public boolean wantsLines() {
      return true;
    }

    @Override
    public void line(String where, ScrubbedLine line) {
      lines.add(
          where + ":" + line.number() + " " + line.rules().keySet() + " " + line.text().trim());
    }

    @Override
    public void string(String where, String place, String masked, ScrubTally rules) {
      if (rules.total() > 0) {
        lines.add(where + ":" + place + " " + rules.byRule().keySet() + " " + masked);
      }
    }

    @Override
    public void note(String where, String what) {
      notes.add(where + ": " + what);
    }

    @Override
    public String toString() {
      return lines + " " + notes;
    }
  }
}
