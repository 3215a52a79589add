package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.testing.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class AgentDomainVectorsTest {
  @TestFactory
  List<DynamicTest> vectors() throws IOException {
    Optional<Path> file = Vectors.file("agent-domain-vectors.json");
    Assumptions.assumeTrue(file.isPresent(), "no agent-domain-vectors.json on this machine");
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : new ObjectMapper().readTree(file.get().toFile())) {
      tests.add(dynamicTest(vector.get("url").asText(), () -> check(vector)));
    }
    return tests;
  }

  private static void check(JsonNode vector) {
    String url = vector.get("url").asText();
    String version = vector.get("version").asText();
    String app = vector.get("app").asText();
    if (vector.get("want").isNull()) {
      assertThrows(
          IllegalArgumentException.class, () -> Endpoint.withVersionPrefix(url, version, app));
    } else {
      String want = vector.get("want").asText();
      assertEquals(want, Endpoint.withVersionPrefix(url, version, app));
    }
  }
}
