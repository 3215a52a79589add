package dev.jflare.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Settings;
import dev.jflare.testing.ScriptedServer;
import dev.jflare.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Destinations that take an archive in another way than Datadog's are asked another question. */
class DiagnosisModesTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aTusServerIsAskedWhatItCan() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start().say(204, "Tus-Version: 1.0.0\r\nTus-Extension: creation\r\n")) {
      assertNull(diagnose("tus", server.url() + "/files"));
      assertEquals("204 Word: it speaks tus", last().detail());
      assertTrue(server.heads().get(0).startsWith("OPTIONS /files "), server.heads()::toString);
      assertTrue(server.heads().get(0).contains(KEY), "as the upload does");
    }
  }

  @Test
  void aServerThatDoesNotSaySoIsTriedAllTheSame() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(405, "")) {
      assertNull(diagnose("tus", server.url() + "/files"));
      assertEquals(StepOutcome.WARN, last().outcome());
      assertTrue(last().advice().contains("jflare.upload.mode flare"), last()::advice);
    }
  }

  @Test
  void aStoreGetsNoKeyAndItsSignatureIsNotShown() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(403, "")) {
      assertNull(diagnose("put", server.url() + "/bucket/a.zip?X-Amz-Signature=planted"));
      assertEquals(StepOutcome.OK, last().outcome());
      assertFalse(server.heads().get(0).contains(KEY));
      StepText text = new StepText();
      assertTrue(steps.stream().noneMatch(step -> text.lines(step).toString().contains("planted")));
      assertTrue(steps.get(1).detail().startsWith("not sent"), steps.get(1)::detail);
    }
  }

  @Test
  void aStoreInTroubleIsAnObstacle() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(503, "")) {
      assertNotNull(diagnose("put", server.url() + "/bucket/a.zip"));
    }
  }

  private Step diagnose(String mode, String url) throws Exception {
    Map<String, String> options =
        Map.of("jflare.upload.mode", mode, "jflare.upload.url", url, "api_key", KEY);
    Settings settings = Settings.load(options, Map.of(), null);
    return new Diagnosis(settings, List.of(), PprofTokens.NONE, steps::add)
        .run(Reach.NETWORK, Deadline.after(Duration.ofSeconds(30)));
  }

  private Step last() {
    return steps.stream().filter(step -> step.name().equals("answer")).findFirst().orElseThrow();
  }
}
