package dev.jflare.archive;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {
  /** In two parts: no scanner of repositories shall take it for a leak of ours. */
  private static final String TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a";

  private static final String LINE = "cannot clone with " + TOKEN + " from here\n";
  private static final Scrubber SCRUBBER = Scrubber.of(ScrubSettings.defaults());

  @TempDir Path folder;

  @Test
  void aTextIsNamedWithItsRule_andNeverTheValue() throws IOException {
    List<Leak> leaks =
        check(zip("host/logs/app.log", bytes(LINE), "host/jvm/fine.txt", bytes("all well\n")));
    assertEquals(1, leaks.size(), leaks::toString);
    assertEquals("logs/app.log", leaks.get(0).entry());
    assertTrue(leaks.get(0).rule().contains("github"), leaks::toString);
    assertFalse(leaks.toString().contains(TOKEN.substring(4)));
  }

  @Test
  void whatIsAllowedInAFile_isAllowedInItsCopy() throws IOException {
    Scrubber scrubber =
        Scrubber.of(
            ScrubSettings.builder()
                .allowed(List.of("{\"literal\":\"" + TOKEN + "\",\"files\":\"/srv/app/**\"}"))
                .build());
    String manifest =
        "{\"entries\":[{\"path\":\"logs/app.log\",\"source\":\"/srv/app/logs/app.log\"}]}";
    Path archive =
        Files.write(
            folder.resolve("flare.zip"),
            zip(
                "host/manifest.json",
                bytes(manifest),
                "host/logs/app.log",
                bytes(LINE),
                "host/logs/other.log",
                bytes(LINE)));

    List<Leak> leaks = LeakCheck.of(archive, scrubber);

    assertEquals(1, leaks.size(), leaks::toString);
    assertEquals("logs/other.log", leaks.get(0).entry());
  }

  @Test
  void namesAlone_areNoLeak() throws IOException {
    byte[] text = bytes("password=hunter2hunter2\nsecret: abcdef\n");
    assertEquals(List.of(), check(zip("host/logs/app.log", text)));
  }

  @Test
  void valuesThatWereLearnt_areFoundInEveryForm() throws IOException {
    String value = "wombat!1001/quokka";
    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    scrubber.known().learn(value, "password");
    byte[] wide = (value + "\0").getBytes(UTF_16LE);
    String base64 = Base64.getEncoder().encodeToString(bytes("bob:" + value));
    for (byte[] content :
        List.of(bytes("a " + value), bytes(base64), bytes("a=wombat%211001%2Fquokka"), wide)) {
      Path file = write(zip("host/a.bin", content));
      assertEquals(List.of(), LeakCheck.of(file, SCRUBBER));
      List<Leak> leaks = LeakCheck.of(file, scrubber);
      assertEquals(List.of("a.bin: known value"), leaks.stream().map(Leak::toString).toList());
    }
  }

  @Test
  void whatWasScrubbed_mayLeave() throws IOException {
    ByteArrayOutputStream scrubbed = new ByteArrayOutputStream();
    SCRUBBER.scrub(
        TextKind.TEXT,
        new ByteArrayInputStream(bytes(LINE + "see https://bob:pw@h.example/\n")),
        scrubbed);
    assertEquals(List.of(), check(zip("host/logs/app.log", scrubbed.toByteArray())));
  }

  @Test
  void nestedArchives_areOpened() throws IOException {
    byte[] inner = zip("deep/app.log", bytes(LINE));
    assertLeak("a.zip!/b.jar!/deep/app.log", zip("host/a.zip", zip("b.jar", inner)));
    assertLeak("logs/app.log.gz", zip("host/logs/app.log.gz", gzip(bytes(LINE))));
    assertLeak("x.tar.gz!/dir/app.log", zip("host/x.tar.gz", gzip(tar("dir/app.log", LINE))));
  }

  @Test
  void binaries_areReadInOneAndTwoBytesPerCharacter() throws IOException {
    byte[] noise = new byte[300];
    Arrays.fill(noise, (byte) 1);
    for (byte[] text : List.of(bytes(LINE), LINE.getBytes(UTF_16LE), LINE.getBytes(UTF_16BE))) {
      byte[] binary = Arrays.copyOf(noise, noise.length + text.length);
      System.arraycopy(text, 0, binary, noise.length, text.length);
      assertLeak("core.bin", zip("host/core.bin", binary));
    }
  }

  @Test
  void profiles_areReadStringByString() throws IOException {
    ProfileBuilder profile = new ProfileBuilder();
    profile.comment(LINE.trim());
    assertLeak("profiles/a-cpu.pprof", zip("host/profiles/a-cpu.pprof", gzip(profile.build())));
  }

  @Test
  void recordings_areReadStringByString() throws IOException {
    Path jfr = folder.resolve("a.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(Said.class);
      recording.start();
      Said said = new Said();
      said.text = LINE.trim();
      said.commit();
      recording.stop();
      recording.dump(jfr);
    }
    byte[] whole = Files.readAllBytes(jfr);
    assertLeak("profiles/a.jfr", zip("host/profiles/a.jfr", whole));
    // an unfinished chunk is looked at as bytes
    byte[] cut = Arrays.copyOf(whole, whole.length - 10);
    assertLeak("profiles/a.jfr", zip("host/profiles/a.jfr", cut));
  }

  @Test
  void namesOfEntries_areLookedAtAndNotRepeated() throws IOException {
    List<Leak> leaks = check(zip("host/logs/" + TOKEN + ".log", bytes("fine\n")));
    assertEquals(1, leaks.size(), leaks::toString);
    assertFalse(leaks.toString().contains(TOKEN), leaks::toString);
  }

  @Test
  void whatCannotBeLookedInto_doesNotLeave() throws IOException {
    byte[] gz = gzip(bytes("fine ".repeat(10_000)));
    byte[] whole = zip("host/logs/app.log", bytes("fine ".repeat(10_000)));
    for (byte[] archive :
        List.of(
            zip("host/logs/a.gz", Arrays.copyOf(gz, gz.length / 2)),
            zip("host/logs/a.xz", new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0}),
            Arrays.copyOf(whole, whole.length / 2),
            nested(LeakCheck.DEEPEST + 1))) {
      List<Leak> leaks = check(archive);
      assertEquals(1, leaks.size(), leaks::toString);
      assertTrue(leaks.get(0).rule().startsWith("cannot be looked into: "), leaks::toString);
    }
  }

  @Test
  void aBomb_endsAtTheLimit() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      for (int i = 0; i < 64; i++) {
        out.write(new byte[1 << 20]);
      }
    }
    Path file = write(zip("host/a.gz", gzip(bomb.toByteArray())));
    List<Leak> leaks = LeakCheck.of(file, SCRUBBER, 8 << 20);
    assertEquals(1, leaks.size(), leaks::toString);
    assertTrue(leaks.get(0).rule().contains("more than 8388608 bytes"), leaks::toString);
  }

  @Test
  void aFileThatIsNoZip_isLookedAtAsItIs() throws IOException {
    assertEquals(List.of(), check(bytes("not looked into")));
    assertEquals("flare.zip", check(bytes(LINE)).get(0).entry());
  }

  @Test
  void nothingIsLeftBeside() throws IOException {
    recordings_areReadStringByString();
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("a.jfr", "flare.zip"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** What the program says of itself. */
  static final class Said extends Event {
    String text = "";
  }

  private void assertLeak(String entry, byte[] archive) throws IOException {
    List<Leak> leaks = check(archive);
    assertEquals(1, leaks.size(), leaks::toString);
    assertEquals(entry, leaks.get(0).entry());
    assertTrue(leaks.get(0).rule().contains("github"), leaks::toString);
  }

  private List<Leak> check(byte[] archive) throws IOException {
    return LeakCheck.of(write(archive), SCRUBBER);
  }

  private Path write(byte[] archive) throws IOException {
    return Files.write(folder.resolve("flare.zip"), archive);
  }

  private static byte[] nested(int depth) throws IOException {
    byte[] archive = bytes("fine\n");
    for (int i = 0; i <= depth; i++) {
      archive = zip("host/a", archive);
    }
    return archive;
  }

  private static byte[] zip(String name, byte[] content, Object... more) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, name, content);
      for (int i = 0; i < more.length; i += 2) {
        put(zip, (String) more[i], (byte[]) more[i + 1]);
      }
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String name, String content) {
    byte[] tar = new byte[512 * 4];
    byte[] text = bytes(content);
    Map.of(0, name, 124, String.format("%011o", text.length), 156, "0", 257, "ustar")
        .forEach((at, field) -> System.arraycopy(bytes(field), 0, tar, at, field.length()));
    System.arraycopy(text, 0, tar, 512, text.length);
    return tar;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
