package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.RealProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckCommandTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void anOpenWay_isZero_whateverThePprofEndpointsSay() throws Exception {
    try (Intake intake = intake()) {
      String down = "http://127.0.0.1:" + RealProxy.freePort();
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(ExitCode.OK, run.run("check", "--pprof", "shop=" + down));

      assertTrue(run.out().contains("An upload gets through to the destination."), run.out());
      assertTrue(run.out().contains("shop " + down + "/debug/pprof/"), run.out());
      assertTrue(run.out().contains("-> --pprof has to name a server"), run.out());
      assertFalse(run.out().contains("\u001b"), "no colours without a terminal");
      assertFalse(run.out().contains(KEY), run.out());
      assertFalse(Files.exists(folder.resolve("in/unknown")), "nothing was sent");
    }
  }

  @Test
  void coloursOnATerminal() throws Exception {
    try (Intake intake = intake()) {
      CommandLineRun run = run(intake).typing("");
      assertEquals(ExitCode.OK, run.run("check"));
      assertTrue(run.out().contains("\u001b[32mok"), run.out());
      assertFalse(run.out().contains("?[32m"), run.out());
    }
  }

  @Test
  void json_isAStepALine_andTheResultIsLast() throws Exception {
    try (Intake intake = intake()) {
      CommandLineRun run = run(intake).env("DD_API_KEY", KEY);
      assertEquals(ExitCode.OK, run.run("check", "--json"));

      List<JsonNode> events = run.events();
      JsonNode answer =
          events.stream()
              .filter(event -> event.path("step").asText().equals("answer"))
              .findFirst()
              .orElseThrow();
      assertEquals("destination", answer.get("target").asText());
      assertEquals("ok", answer.get("outcome").asText());
      assertTrue(answer.get("millis").isIntegralNumber());
      JsonNode result = run.result();
      assertEquals("result", result.get("event").asText());
      assertTrue(result.get("uploadPossible").booleanValue());
      assertEquals(ExitCode.OK, result.get("exitCode").intValue());
    }
  }

  @Test
  void aClosedWay_isFive_andNamesTheStep() throws Exception {
    CommandLineRun run =
        new CommandLineRun()
            .folder(folder)
            .env("DD_DD_URL", "http://127.0.0.1:" + RealProxy.freePort());
    assertEquals(ExitCode.UPLOAD_FAILED, run.run("check", "--json"));
    assertEquals("connect", run.result().get("failedStep").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "DD_SKIP_SSL_VALIDATION, perhaps, skip_ssl_validation",
    "DD_JFLARE_DIAL_TIMEOUT, soon, jflare.dial_timeout",
    "DD_HTTP_DIAL_FALLBACK_DELAY, -x, http_dial_fallback_delay",
    "DD_DD_URL, ftp://a.test, dd_url",
    "DD_JFLARE_PPROF, ftp://a.test, --pprof",
  })
  void aWrongSetting_isTwo(String variable, String value, String named) {
    CommandLineRun run =
        new CommandLineRun()
            .folder(folder)
            .env("DD_DD_URL", "http://127.0.0.1:1")
            .env(variable, value);
    assertEquals(ExitCode.USAGE, run.run("check"));
    assertTrue(run.err().contains(named), run.err());
    assertEquals("", run.out());
  }

  private CommandLineRun run(Intake intake) {
    return new CommandLineRun().folder(folder).env("DD_DD_URL", intake.uri().toString());
  }

  private Intake intake() throws IOException {
    IntakeOptions options = IntakeOptions.into(folder.resolve("in")).build();
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
