package dev.jflare.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.json.Json;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlareBuilderTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void anArchiveHoldsWhatWasWritten_scrubbedAndDescribed() throws IOException {
    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      evidence.text("logs/app.log", "user logged in\npassword=hunter2hunter2\n# kept\n");
      evidence.text(
          "etc/app.yaml", new ByteArrayInputStream(bytes("api_token: abcdef\nport: 80\n")), MIB);
      evidence.note("engine", "none");
      builder.close("logs", ok());
      archive = builder.finish(folder);
    }

    Map<String, String> entries = unzip(archive.file());
    assertEquals(
        "user logged in\npassword=********\n# kept\n", entries.get("a_b_example/logs/app.log"));
    assertFalse(entries.get("a_b_example/etc/app.yaml").contains("abcdef"));
    assertTrue(entries.get("a_b_example/etc/app.yaml").contains("port: 80"));
    assertTrue(archive.complete(), archive.gaps().toString());
    assertEquals(entries.size(), archive.entries());
    assertTrue(
        archive
            .file()
            .getFileName()
            .toString()
            .matches("jflare-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ-4711\\.zip"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.file())));

    Map<String, Object> manifest = Json.readObject(entries.get("a_b_example/manifest.json"));
    assertEquals(1L, manifest.get("formatVersion"));
    assertEquals(true, manifest.get("complete"));
    assertEquals(2, Json.list(manifest, "entries").size());
    Map<?, ?> entry = (Map<?, ?>) Json.list(manifest, "entries").get(1);
    assertEquals("logs/app.log", entry.get("path"));
    assertEquals(64, Json.text(entry, "sha256", "").length());
    assertFalse(Json.object(entry, "scrubbed").isEmpty());
    assertFalse(Files.exists(folder.resolve("staging")), "the staging folder is left");
  }

  @Test
  void statusLogNamesWhatIsMissingAndWhatWasMasked() throws IOException {
    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("threads", Duration.ofSeconds(10));
      evidence.text("jvm/threads-1.txt", "password=hunter2hunter2");
      evidence.gap("jvm/threads-2.txt", "the JVM was busy");
      evidence.note("finding.deadlock", "two threads wait for each other");
      builder.close("threads", ok());
      builder.local("attach was refused");
      archive = builder.finish(folder);
    }

    Map<String, String> entries = unzip(archive.file());
    String status = entries.get("a_b_example/status.log");
    assertTrue(status.contains("two threads wait for each other"), status);
    assertTrue(status.contains("threads: jvm/threads-2.txt: the JVM was busy"), status);
    assertTrue(status.contains("1 by password"), status);
    assertTrue(status.contains("in jvm/threads-1.txt 1 by password"), status);
    assertEquals("attach was refused\n", entries.get("a_b_example/local"));
    assertEquals(List.of("threads: jvm/threads-2.txt: the JVM was busy"), archive.gaps());
    assertTrue(
        entries
            .get("a_b_example/flare_creation.log")
            .contains("Running flare provider threads with timeout 10.0s"));
  }

  @Test
  void aTextInUtf16_becomesUtf8OrStaysOut() throws IOException {
    Path file = folder.resolve("wide.log");
    Files.write(file, "\uFEFFpassword=abc\n".repeat(10).getBytes(StandardCharsets.UTF_16LE));
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      evidence.file("logs/wide.log", file, MIB);
      evidence.file("logs/tail.log", file, 100);
      CollectorRecord record = builder.close("logs", ok());
      assertEquals(Status.PARTIAL, record.status());
      assertTrue(record.trouble().contains("logs/tail.log: kept out: a text in UTF-16"));
      Map<String, String> entries = unzip(builder.finish(folder).file());
      assertTrue(entries.get("a_b_example/logs/wide.log").startsWith("password=********\n"));
      assertFalse(entries.containsKey("a_b_example/logs/tail.log"));
    }
  }

  @Test
  void aSourceThatFailsKeepsItsEntryOut() throws IOException {
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      evidence.text("logs/broken.log", new FailsAfter("password=abc\n"), MIB);
      evidence.file("logs/none.log", folder.resolve("none.log"), MIB);
      CollectorRecord record = builder.close("logs", ok());
      assertEquals(Status.FAILED, record.status());
      assertTrue(
          record.trouble().contains("logs/broken.log: kept out: the disk is gone"),
          record.trouble());
      assertTrue(record.trouble().endsWith(" (and 1 more)"), record.trouble());
      assertTrue(record.gaps().get(1).contains("there is no "), record.gaps().toString());
      assertTrue(builder.isEmpty());
    }
  }

  @Test
  void whatFailsToBeScrubbed_isReplacedByANote() throws IOException {
    String secret = "hunter2hunter2";
    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      evidence.text("jvm/fine.txt", "fine\n");
      for (String path : List.of("logs/a.log", "etc/a.yaml", "etc/a.json", "etc/a.xml")) {
        evidence.text(path, new FailsAfter("a: " + secret + "\n"), MIB);
      }
      byte[] damaged = bytes("FLR\0" + secret.repeat(20));
      evidence.recording("profiles/a.jfr", Files.write(folder.resolve("a.jfr"), damaged));
      evidence.pprof("profiles/a.pprof", bytes(secret));
      CollectorRecord record = builder.close("logs", ok());
      assertEquals(Status.PARTIAL, record.status());
      assertEquals(6, record.gaps().size(), record.gaps().toString());
      archive = builder.finish(folder);
    }
    Map<String, String> entries = unzip(archive.file());
    for (String path :
        List.of(
            "logs/a.log",
            "etc/a.yaml",
            "etc/a.json",
            "etc/a.xml",
            "profiles/a.jfr",
            "profiles/a.pprof")) {
      assertFalse(entries.containsKey("a_b_example/" + path), path);
      String note = entries.get("a_b_example/" + path + ".error.txt");
      assertTrue(note.startsWith("kept out: "), note);
    }
    assertFalse(entries.toString().contains(secret));
    assertFalse(archive.complete());
    assertEquals(List.of(), archive.leaks());
  }

  @Test
  void aSecretInTheNameOfAnEntry_isALeak() throws IOException {
    String token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a";
    try (FlareBuilder builder = builder("staging")) {
      builder.open("logs", Duration.ofSeconds(10)).text("logs/" + token + ".log", "fine");
      builder.close("logs", ok());
      List<Leak> leaks = builder.finish(folder).leaks();
      assertFalse(leaks.isEmpty());
      assertFalse(leaks.toString().contains(token), leaks.toString());
    }
  }

  @Test
  void aLateCollectorChangesNothing() throws IOException {
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("slow", Duration.ofSeconds(10));
      builder.close("slow", new CollectorRecord.Outcome(Status.TIMED_OUT, Instant.now(), 10_000));
      assertThrows(ClosedEvidenceException.class, () -> evidence.text("jvm/late.txt", "x"));
      evidence.gap(null, "too late");
      assertTrue(builder.isEmpty());
    }
  }

  @Test
  void aPathCannotLeaveTheFlare() throws IOException {
    try (FlareBuilder builder = builder("staging")) {
      Evidence evidence = builder.open("logs", Duration.ofSeconds(10));
      for (String path :
          List.of("../x", "/etc/passwd", "a/../../x", "", "a//b", "a\\b", "c:x", "a/", "a\nb")) {
        assertThrows(IllegalArgumentException.class, () -> evidence.text(path, "x"), path);
      }
    }
  }

  @Test
  void aLargeFileKeepsItsTailFromTheStartOfALine() throws IOException {
    Path log = folder.resolve("app.log");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      lines.append("line ").append(i).append('\n');
    }
    Files.writeString(log, lines);
    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      builder.open("logs", Duration.ofSeconds(10)).file("logs/app.log", log, 100);
      builder.close("logs", ok());
      archive = builder.finish(folder);
    }
    String kept = unzip(archive.file()).get("a_b_example/logs/app.log");
    assertTrue(kept.startsWith("line 989\n") && kept.endsWith("line 999\n"), kept);
    assertTrue(
        unzip(archive.file()).get("a_b_example/manifest.json").contains("the last 100 bytes of "));
    assertTrue(unzip(archive.file()).get("a_b_example/permissions.log").contains("app.log"));
  }

  @Test
  void aKeyThatTheTailCutsIntoStaysOut() throws IOException {
    Path log = folder.resolve("app.log");
    String key = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFy\n".repeat(20);
    Files.writeString(
        log,
        "x".repeat(2000)
            + "\n-----BEGIN PRIVATE KEY-----\n"
            + key
            + "-----END PRIVATE KEY-----\nafter\n");
    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      builder.open("logs", Duration.ofSeconds(10)).file("logs/app.log", log, 700);
      builder.close("logs", ok());
      archive = builder.finish(folder);
    }
    String kept = unzip(archive.file()).get("a_b_example/logs/app.log");
    assertFalse(kept.contains("Zm9v"), kept);
    assertTrue(kept.endsWith("after\n"), kept);
  }

  @Test
  void aPartIsTakenOver_butNotItsLinksAndNotWhatChanged() throws IOException {
    Path part = folder.resolve("part");
    FlareBuilder agent = FlareBuilder.createPart(facts(), scrubber(), part);
    Evidence inside = agent.open("threads", Duration.ofSeconds(1));
    inside.text("jvm/good.txt", "good");
    inside.text("jvm/changed.txt", "as it was");
    inside.text("jvm/linked.txt", "as it was");
    agent.close("threads", ok());
    agent.savePart();
    agent.savePart();
    Files.writeString(part.resolve("entries/jvm/changed.txt"), "something else");
    Path secret = Files.writeString(folder.resolve("shadow"), "root:x");
    Files.delete(part.resolve("entries/jvm/linked.txt"));
    Files.createSymbolicLink(part.resolve("entries/jvm/linked.txt"), secret);

    FlareArchive archive;
    try (FlareBuilder builder = builder("staging")) {
      builder.absorb(part);
      archive = builder.finish(folder);
    }
    Map<String, String> entries = unzip(archive.file());
    assertEquals("good", entries.get("a_b_example/jvm/good.txt"));
    String sha256OfGood = "770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c";
    assertTrue(entries.get("a_b_example/manifest.json").contains(sha256OfGood));
    assertFalse(entries.containsKey("a_b_example/jvm/changed.txt"));
    assertFalse(entries.containsKey("a_b_example/jvm/linked.txt"));
    assertFalse(entries.toString().contains("root:x"));
  }

  @Test
  void theSecondFlareOfASecondHasItsOwnName() throws IOException {
    FlareFacts facts = facts();
    Path first = oneEntry(facts, "one").file();
    Path second = oneEntry(facts, "two").file();
    assertTrue(second.getFileName().toString().endsWith("-4711-2.zip"), second.toString());
    assertEquals("one", unzip(first).get("a_b_example/jvm/x.txt"));
    assertEquals("two", unzip(second).get("a_b_example/jvm/x.txt"));
  }

  private FlareArchive oneEntry(FlareFacts facts, String text) throws IOException {
    try (FlareBuilder builder =
        FlareBuilder.create(facts, scrubber(), folder.resolve("staging-" + text))) {
      builder.open("x", Duration.ofSeconds(1)).text("jvm/x.txt", text);
      builder.close("x", ok());
      return builder.finish(folder);
    }
  }

  private FlareBuilder builder(String staging) throws IOException {
    return FlareBuilder.create(facts(), scrubber(), folder.resolve(staging));
  }

  private static FlareFacts facts() {
    return new FlareFacts(Map.of("trigger", "test"), Map.of("pid", 4711L), "a.b..example", 4711);
  }

  private static Scrubber scrubber() {
    return Scrubber.of(ScrubSettings.defaults());
  }

  private static CollectorRecord.Outcome ok() {
    return new CollectorRecord.Outcome(Status.OK, Instant.now(), 5);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> unzip(Path archive) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toArray(ZipEntry[]::new)) {
        entries.put(
            entry.getName(),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  /** Gives its text and then an error. */
  private static final class FailsAfter extends InputStream {
    private final InputStream text;

    FailsAfter(String text) {
      this.text = new ByteArrayInputStream(bytes(text));
    }

    @Override
    public int read() throws IOException {
      int c = text.read();
      if (c == -1) {
        throw new IOException("the disk is gone");
      }
      return c;
    }
  }
}
