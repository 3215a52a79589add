package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.testing.Vectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The inputs of the conformance vectors in the default set: of every word that the Datadog set
 * masks nothing is left, but for what is readable here on purpose.
 */
class DefaultRulesVectorsTest {
  private static final String FILE = "scrubber-vectors.json";
  private static final Pattern WORDS = Pattern.compile("[^\\s\"'\\\\,{}\\[\\]()<>|=:;@/&?*]+");

  /** What is readable here: values behind keys that only sound secret, and names of secrets. */
  private static final Pattern READABLE =
      Pattern.compile(
          "(?m)^.*(?:passenger_count|compass_|community: open source).*$|ENC\\[[^\\]\n]+]");

  /** In what is written anew, numbers and times look different and are none. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z]");

  @TestFactory
  Stream<DynamicTest> nothingIsLeft() throws IOException {
    Optional<Path> file = Vectors.file(FILE);
    assumeTrue(file.isPresent(), FILE + " not found; -Djflare.vectors=DIR names its folder");
    JsonNode all = new ObjectMapper().readTree(file.get().toFile());
    return StreamSupport.stream(all.spliterator(), false)
        .map(vector -> DynamicTest.dynamicTest(vector.get("name").asText(), () -> check(vector)));
  }

  private static void check(JsonNode vector) throws IOException {
    String input = READABLE.matcher(vector.get("input").asText()).replaceAll("");
    String expected = vector.get("expected").asText();
    String actual = scrub(vector, input);
    Set<String> left = words(actual);
    for (String masked : masked(input, expected, vector)) {
      assertFalse(left.contains(masked), () -> masked + " is left in\n" + actual);
    }
  }

  /** The words of the input that the vector's result has not any more, comments left out. */
  private static Set<String> masked(String input, String expected, JsonNode vector) {
    Set<String> gone = words(withoutComments(input));
    gone.removeAll(words(expected));
    if (!vector.get("kind").asText().equals("bytes")
        && !vector.get("kind").asText().equals("line")) {
      gone.removeIf(word -> !SECRET.matcher(word).find());
    }
    return gone;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    WORDS.matcher(text).results().forEach(hit -> words.add(hit.group()));
    return words;
  }

  private static String withoutComments(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n")));
    lines.removeIf(line -> line.trim().startsWith("#"));
    return String.join("\n", lines);
  }

  private static String scrub(JsonNode vector, String input) throws IOException {
    List<String> stripped = new ArrayList<>();
    vector.path("strippedKeys").forEach(key -> stripped.add(key.asText()));
    Scrubber scrubber = Scrubber.of(ScrubSettings.builder().strippedKeys(stripped).build());
    String kind = vector.get("kind").asText();
    TextKind text =
        kind.equals("yaml") ? TextKind.YAML : kind.equals("json") ? TextKind.JSON : TextKind.TEXT;
    if (kind.equals("line")) {
      return scrubber.line(input);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.scrub(text, new ByteArrayInputStream(input.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }
}
