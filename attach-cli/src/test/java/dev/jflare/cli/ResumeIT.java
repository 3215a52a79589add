package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.CuttingRelay;
import dev.jflare.testing.RealProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large archives by the built jar on both sides, with either of them killed in the middle. */
class ResumeIT {
  private static final int SIZE = 24 << 20;
  private static final Pattern URL = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;
  private AttachJar intake;
  private CuttingRelay relay;
  private Path archive;

  @BeforeEach
  void start() throws Exception {
    byte[] content = new byte[SIZE];
    new Random(9).nextBytes(content);
    archive = Files.write(folder.resolve("jflare.zip"), content);
    intake = receive();
    relay = CuttingRelay.start(url(intake));
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    intake.close();
  }

  @Test
  void whoIsKilledInTheMiddle_isGoneOnWithBySend() throws Exception {
    killedInTheMiddle("4711", "-e", "me@example.com");
    String state = Files.readString(state());
    assertFalse(state.contains(KEY), state);
    assertFalse(Files.exists(folder.resolve("in/4711")), "nothing half-written is a flare");
    AttachJar again = send(relay.url(), "--json").expect(ExitCode.OK);
    assertGoneOn(again, "4711");
    assertTrue(Files.readString(folder.resolve("in/4711/form.json")).contains("me@example.com"));
    assertTrue(again.err().contains("Going on at "), again.err());
    assertFalse(Files.exists(state()));
  }

  @Test
  void anIntakeThatIsKilledAsWell_knowsHowFarItWas() throws Exception {
    killedInTheMiddle("4711");
    intake.close();
    intake = receive();
    relay.to(url(intake));
    assertGoneOn(send(relay.url(), "4711", "--json").expect(ExitCode.OK), "4711");
  }

  @Test
  void anIntakeThatIsGoneForAMoment_costsNoByteTwice() throws Exception {
    relay.cutAfter(Long.MAX_VALUE, 3 << 20, 2 << 20);
    AttachJar cli = send(relay.url(), "4711", "--json").expect(ExitCode.OK);
    JsonNode upload = cli.result().get("upload");
    assertEquals(3, upload.get("attempts").intValue());
    assertTrue(upload.get("resumedAt").longValue() > 8 << 20, upload::toString);
    assertEquals(-1, Files.mismatch(archive, arrived("4711")));
    assertTrue(relay.passed() < SIZE + (2 << 20), "passed " + relay.passed());
  }

  @Test
  void anArchiveThatHasChanged_startsOverAndSaysSo() throws Exception {
    killedInTheMiddle("4711");
    byte[] content = Files.readAllBytes(archive);
    content[17]++;
    Files.write(archive, content);
    AttachJar again = send(relay.url(), "4711", "--json", "--delete-archive").expect(ExitCode.OK);
    assertEquals(0, again.result().get("upload").get("resumedAt").longValue());
    assertTrue(again.err().contains("the archive has changed: starting over"), again.err());
    assertEquals(content.length, Files.size(arrived("4711")));
    assertFalse(Files.exists(archive));
    assertFalse(Files.exists(state()));
  }

  @Test
  void throughSquid() throws Exception {
    try (RealProxy squid = RealProxy.squid(folder)) {
      relay.cutAfter(Long.MAX_VALUE, 3 << 20);
      AttachJar cli =
          jar()
              .env("DD_DD_URL", relay.url())
              .env("DD_PROXY_HTTP", "http://" + squid.address())
              .start("send", archive, "4711", "--send", "--json")
              .expect(ExitCode.OK);
      JsonNode upload = cli.result().get("upload");
      assertEquals("tus", upload.get("mode").textValue());
      assertTrue(upload.get("resumedAt").longValue() > 0, upload::toString);
      assertEquals(-1, Files.mismatch(archive, arrived("4711")));
      assertTrue(squid.logged("PATCH " + relay.url()), "it went through squid");
    }
  }

  @Test
  void aWrongModeIsWrongUsage() throws Exception {
    AttachJar cli =
        jar().env("DD_JFLARE_UPLOAD_MODE", "ftp").start("send", archive).expect(ExitCode.USAGE);
    assertTrue(cli.err().contains("jflare.upload.mode (from DD_JFLARE_UPLOAD_MODE)"), cli.err());
    assertTrue(cli.err().contains("expected auto, flare, tus or put, got \"ftp\""), cli.err());
  }

  private void killedInTheMiddle(String... options) throws Exception {
    relay.cutAfter(Long.MAX_VALUE).holdAfter(4 << 20); // in the second piece
    Object[] args = new Object[options.length + 1];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = "--json";
    AttachJar cli = send(relay.url(), args);
    try {
      relay.awaitHeld();
    } finally {
      cli.close();
    }
    assertEquals(128 + 9, cli.exitCode());
  }

  private void assertGoneOn(AttachJar cli, String caseId) throws IOException {
    JsonNode upload = cli.result().get("upload");
    assertEquals("tus", upload.get("mode").textValue());
    assertEquals(caseId, upload.get("caseId").asText());
    long resumedAt = upload.get("resumedAt").longValue();
    assertTrue(resumedAt >= 8 << 20, upload::toString);
    assertEquals(SIZE - resumedAt, upload.get("bytes").longValue());
    assertEquals(-1, Files.mismatch(archive, arrived(caseId)));
  }

  private AttachJar send(String url, Object... options) throws IOException {
    Object[] args = new Object[options.length + 3];
    args[0] = "send";
    args[1] = archive;
    System.arraycopy(options, 0, args, 2, options.length);
    args[args.length - 1] = "--send";
    return jar().env("DD_DD_URL", url).start(args);
  }

  private AttachJar.Builder jar() {
    return AttachJar.in(folder).env("DD_API_KEY", KEY);
  }

  private AttachJar receive() throws Exception {
    return AttachJar.in(folder).start("receive", "--dir", "in").awaitOutput("Listening on ");
  }

  private static URI url(AttachJar intake) {
    Matcher url = URL.matcher(intake.out());
    assertTrue(url.find(), intake.out());
    return URI.create(url.group());
  }

  private Path arrived(String caseId) {
    return folder.resolve("in").resolve(caseId).resolve("jflare.zip");
  }

  private Path state() {
    return folder.resolve("jflare.zip.upload");
  }
}
