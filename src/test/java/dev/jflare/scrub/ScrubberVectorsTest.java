package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.testing.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;

/** Runs the conformance vectors of the scrubber, each as a case of its own. */
class ScrubberVectorsTest {
  private static final String FILE = "scrubber-vectors.json";
  private static final Duration HANGING = Duration.ofSeconds(20);

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    Optional<Path> file = Vectors.file(FILE);
    assumeTrue(file.isPresent(), FILE + " not found; -Djflare.vectors=DIR names its folder");
    JsonNode all = new ObjectMapper().readTree(file.get().toFile());
    return StreamSupport.stream(all.spliterator(), false)
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("name").asText(),
                    () -> assertTimeoutPreemptively(HANGING, () -> run(vector))));
  }

  private static void run(JsonNode vector) throws IOException {
    String input = vector.get("input").asText();
    String expected = vector.get("expected").asText();
    String kind = vector.get("kind").asText();
    String actual = scrub(scrubber(vector), kind, input);
    if (vector.get("compare").asText().equals("exact")) {
      assertEquals(expected, actual);
    } else {
      assertEquals(parse(kind, expected), parse(kind, actual));
    }
  }

  private static DatadogScrubber scrubber(JsonNode vector) {
    List<String> stripped = new ArrayList<>();
    vector.path("strippedKeys").forEach(key -> stripped.add(key.asText()));
    boolean flare = vector.path("flare").asBoolean();
    return new DatadogScrubber(
        stripped,
        vector.path("preserveENC").asBoolean() ? Handles.KEPT : Handles.MASKED,
        flare ? List.of(DatadogRules.flareApiKey()) : List.of());
  }

  private static String scrub(DatadogScrubber scrubber, String kind, String input) {
    switch (kind) {
      case "bytes":
        return new String(scrubber.bytes(input.getBytes(UTF_8)), UTF_8);
      case "line":
        return scrubber.line(input);
      case "yaml":
        return new String(scrubber.yaml(input.getBytes(UTF_8)), UTF_8);
      case "json":
        return new String(scrubber.json(input.getBytes(UTF_8)), UTF_8);
      default:
        return fail("unknown kind " + kind);
    }
  }

  /** What a text means; a text that means nothing stands for itself. */
  private static Object parse(String kind, String text) throws IOException {
    try {
      if (kind.equals("json")) {
        return new ObjectMapper().readTree(text);
      }
      Object value = new Yaml().load(text);
      return Optional.ofNullable(value);
    } catch (RuntimeException | JsonProcessingException unparsable) {
      return text;
    }
  }
}
