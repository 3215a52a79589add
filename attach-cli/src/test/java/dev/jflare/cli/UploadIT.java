package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.cli.demo.DemoApp;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the JVM to the intake and back, by the built jar alone. */
class UploadIT {
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @TempDir Path folder;

  @Test
  void aFlareIsTakenSentAndReceivedByteForByte() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        AttachJar intake = receive()) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", url(intake))
              .env("DD_API_KEY", "0123456789abcdef0123456789abcdef")
              .start(target.pid(), "4711", "-p", 0, "--send", "-e", "me@example.com", "--json")
              .expect(ExitCode.OK);
      JsonNode upload = cli.result().get("upload");
      assertTrue(upload.get("accepted").booleanValue(), upload::toString);
      assertEquals(4711, upload.get("caseId").longValue());
      Path archive = Path.of(cli.result().get("archive").textValue());
      Path arrived = folder.resolve("in/4711").resolve(archive.getFileName());
      assertEquals(-1, Files.mismatch(archive, arrived));
      String form = Files.readString(folder.resolve("in/4711/form.json"));
      assertTrue(form.contains("me@example.com"), form);

      AttachJar again =
          AttachJar.in(folder)
              .env("DD_DD_URL", url(intake))
              .start("send", archive, "4712", "--delete-archive")
              .expect(ExitCode.OK);
      assertTrue(again.out().contains("your internal case id is 4712"), again.out());
      assertFalse(Files.exists(archive));
      assertTrue(Files.exists(folder.resolve("in/4712").resolve(archive.getFileName())));
    }
  }

  @Test
  void withoutATerminalAndWithoutSend_nothingLeavesAndNobodyWaits() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        AttachJar intake = receive()) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", url(intake))
              .start(target.pid(), "--only", "process")
              .expect(ExitCode.OK);
      Path archive = Path.of(cli.out().trim());
      assertTrue(cli.err().contains("attach.jar send '" + archive + "'"), cli.err());
      assertTrue(Files.exists(archive));
      assertFalse(intake.out().contains("Received"), intake.out());
    }
  }

  @Test
  void anUnreachableBackend_costsTheUploadAlone() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", "http://127.0.0.1:1")
              .start(target.pid(), "77", "--only", "process", "--send")
              .expect(ExitCode.UPLOAD_FAILED);
      Path archive = Path.of(cli.out().trim());
      assertTrue(Files.exists(archive));
      assertTrue(cli.err().contains("connection refused"), cli.err());
      assertTrue(cli.err().contains("attach.jar send '" + archive + "' 77"), cli.err());
    }
  }

  @Test
  void onATerminal_whoDoesNotSayYKeepsTheFlare() throws Exception {
    String said = onTerminal("n");
    assertTrue(said.contains("Please enter your email: "), said);
    assertTrue(said.contains("Are you sure you want to upload a flare? [y/N]"), said);
    assertTrue(said.contains("Aborting. (You can still use "), said);
    assertEquals(List.of(), received());
  }

  @Test
  void onATerminal_whoSaysYSendsIt() throws Exception {
    String said = onTerminal("y");
    assertTrue(said.contains("Your logs were successfully uploaded."), said);
    assertEquals(2, received().size(), "an archive and its form");
    assertTrue(
        Files.readString(folder.resolve("in/1000/form.json")).contains("me@example.com"), said);
  }

  @ParameterizedTest(name = "on Java {0}")
  @ValueSource(ints = {8, 17, 25})
  void demo_showsEverythingAndLeavesNothingBehind(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    AttachJar cli =
        AttachJar.in(folder)
            .home(Jdks.home(feature).orElseThrow())
            .env("DD_SITE", "of.another.world.invalid")
            .start("demo", "-p", 3, "--json")
            .expect(ExitCode.OK);
    JsonNode result = cli.result();
    assertTrue(result.get("upload").get("accepted").booleanValue(), result::toString);
    assertTrue(
        result.get("topMethods").get("DemoApp-cpu.pprof").toString().contains("PriceEngine"),
        result::toString);
    Path archive = Path.of(result.get("archive").textValue());
    Path arrived = folder.resolve("received/1000").resolve(archive.getFileName());
    assertEquals(-1, Files.mismatch(archive, arrived));
    FlareZip flare = FlareZip.read(archive);
    for (String path : flare.paths()) {
      String content = new String(flare.bytes(path), StandardCharsets.ISO_8859_1);
      for (String secret : DemoApp.fakeSecrets()) {
        assertFalse(content.contains(secret), () -> secret + " is in " + path);
      }
    }
    long pid = Long.parseLong(archive.getFileName().toString().replaceAll(".*-(\\d+)\\.zip", "$1"));
    assertTrue(ProcessHandle.of(pid).isEmpty(), "the demo JVM has ended");
  }

  private AttachJar receive() throws Exception {
    return AttachJar.in(folder).start("receive", "--dir", "in").awaitOutput("Listening on ");
  }

  private static String url(AttachJar intake) {
    Matcher url = URL.matcher(intake.out());
    assertTrue(url.find(), intake.out());
    return url.group();
  }

  /** Takes a small flare on a terminal of its own and answers both questions. */
  private String onTerminal(String answer) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script(1) for a terminal");
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        AttachJar intake = receive()) {
      String command =
          String.join(
              " ",
              Jdks.running().resolve("bin/java").toString(),
              "-jar",
              AttachJar.file().toString(),
              Long.toString(target.pid()),
              "--only process");
      ProcessBuilder builder =
          new ProcessBuilder("script", "-qec", command, "/dev/null")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said").toFile());
      builder.environment().put("DD_DD_URL", url(intake));
      builder.environment().put("TERM", "xterm");
      Process process = builder.start();
      Path said = folder.resolve("said");
      try (var keyboard = process.outputWriter()) {
        awaitText(said, "your email: ");
        keyboard.write("me@example.com\n");
        keyboard.flush();
        awaitText(said, "[y/N] ");
        keyboard.write(answer + "\n");
        keyboard.flush();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it waits for more");
      } finally {
        process.destroyForcibly();
      }
      assertEquals(ExitCode.OK, process.exitValue(), Files.readString(said));
      return Files.readString(said);
    }
  }

  private static void awaitText(Path file, String text) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.readString(file).contains(text)) {
      assertTrue(System.nanoTime() < end, () -> "no '" + text + "' came");
      Thread.sleep(20);
    }
  }

  private List<Path> received() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("in"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
