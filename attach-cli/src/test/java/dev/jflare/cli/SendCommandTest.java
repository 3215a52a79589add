package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeFault;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SendCommandTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private Path archive;

  @BeforeEach
  void anArchive() throws IOException {
    archive = Files.writeString(folder.resolve("jflare-1.zip"), "not looked into");
  }

  @Test
  void whatIsAccepted_isSaidInTheBackendsWords() throws Exception {
    try (Intake intake = intake(IntakeFault.NONE)) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(ExitCode.OK, run.run("send", "jflare-1.zip", "12", "-e", "me@example.com"));
      assertEquals(
          "Your logs were successfully uploaded. For future reference, your internal case id is 12",
          run.out().trim());
      assertTrue(Files.exists(folder.resolve("in/12/jflare-1.zip")));
      assertTrue(Files.exists(archive));
    }
  }

  @Test
  void whatTheLeakCheckFinds_stopsTheUpload() throws Exception {
    String token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("host/logs/app.log"));
      zip.write(("cloned with " + token).getBytes(StandardCharsets.UTF_8));
    }
    try (Intake intake = intake(IntakeFault.NONE)) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(
          ExitCode.LEAK_FOUND,
          run.run("send", "jflare-1.zip", "12", "-e", "me@example.com", "--delete-archive"));
      assertTrue(run.err().contains("logs/app.log: github"), run.err());
      assertTrue(run.err().contains("attach.jar redact '" + archive + "'"), run.err());
      assertFalse(run.err().contains(token), run.err());
      assertTrue(Files.exists(archive));
      assertFalse(Files.exists(folder.resolve("in/12")));

      CommandLineRun json = run(intake).env("DD_API_KEY", KEY);
      assertEquals(ExitCode.LEAK_FOUND, json.run("send", "jflare-1.zip", "12", "--json"));
      JsonNode leak = json.result().get("leaks").get(0);
      assertEquals("logs/app.log", leak.get("entry").textValue());
      assertTrue(leak.get("rule").textValue().startsWith("github"));

      CommandLineRun redact = run(intake);
      assertEquals(ExitCode.OK, redact.run("redact", "jflare-1.zip"));
      assertEquals(folder.resolve("jflare-1-redacted.zip").toString(), redact.out().trim());
      CommandLineRun again = run(intake).env("DD_API_KEY", KEY);
      assertEquals(
          ExitCode.OK, again.run("send", "jflare-1-redacted.zip", "12", "-e", "me@example.com"));
    }
  }

  @Test
  void emailIsAskedForOnATerminal() throws Exception {
    try (Intake intake = intake(IntakeFault.NONE)) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY).typing("me@example.com");
      assertEquals(ExitCode.OK, run.run("send", "jflare-1.zip", "12"));
      assertTrue(run.err().contains("Please enter your email: "), run.err());
      assertTrue(Files.readString(folder.resolve("in/12/form.json")).contains("me@example.com"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = IntakeFault.class,
      names = {"FORBIDDEN_403", "NOT_FOUND_404", "TOO_LARGE_413", "NOT_JSON"})
  void refusal_keepsTheArchiveAndSaysHowToTryAgain(IntakeFault fault) throws Exception {
    try (Intake intake = intake(fault)) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(
          ExitCode.UPLOAD_FAILED, run.run("send", "jflare-1.zip", "12", "--delete-archive"));
      assertTrue(run.err().contains("the upload failed: "), run.err());
      assertTrue(run.err().contains("java -jar attach.jar send '" + archive + "' 12"), run.err());
      assertFalse(run.err().contains(KEY), run.err());
      assertTrue(Files.exists(archive));
      assertEquals("", run.out());
    }
  }

  @Test
  void wrongKey_isNamedAsTheCause() throws Exception {
    Path keyFile = Files.writeString(folder.resolve("key"), "ffffffffffffffffffffffffffffffff\n");
    try (Intake intake = intake(IntakeFault.NONE)) {
      CommandLineRun run = run(intake);
      assertEquals(
          ExitCode.UPLOAD_FAILED,
          run.run("send", "jflare-1.zip", "--json", "--api-key-file", keyFile.toString()));
      JsonNode result = run.result();
      assertFalse(result.get("upload").get("accepted").booleanValue());
      assertTrue(
          result.get("upload").get("error").textValue().contains("403 Forbidden"),
          result::toString);
    }
  }

  @Test
  void deleteArchive_deletesWhatHasArrived() throws Exception {
    try (Intake intake = intake(IntakeFault.NONE)) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(ExitCode.OK, run.run("send", "jflare-1.zip", "12", "--delete-archive"));
      assertFalse(Files.exists(archive));
    }
  }

  @Test
  void missingArchive_isWrongUsage() {
    CommandLineRun run = new CommandLineRun().folder(folder);
    assertEquals(ExitCode.USAGE, run.run("send", "none.zip"));
    assertTrue(run.err().contains("there is no archive " + folder.resolve("none.zip")), run.err());
  }

  @Test
  void wrongSetting_namesItselfAndItsSource() {
    CommandLineRun run =
        new CommandLineRun().folder(folder).env("DD_SKIP_SSL_VALIDATION", "perhaps");
    assertEquals(ExitCode.USAGE, run.run("send", "jflare-1.zip"));
    assertTrue(run.err().contains("skip_ssl_validation (from DD_SKIP_SSL_VALIDATION)"), run.err());
  }

  private CommandLineRun run(Intake intake) {
    return new CommandLineRun().folder(folder).env("DD_DD_URL", intake.uri().toString());
  }

  private Intake intake(IntakeFault fault) throws IOException {
    IntakeOptions options =
        IntakeOptions.into(folder.resolve("in")).apiKey(Secret.of(KEY)).fault(fault).build();
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
