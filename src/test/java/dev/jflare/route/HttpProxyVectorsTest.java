package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.route.GoProxyRules.Surroundings;
import dev.jflare.testing.Vectors;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the conformance vectors of Go's proxy rules, each as a case of its own. */
class HttpProxyVectorsTest {
  private static final String FILE = "httpproxy-vectors.json";

  @TestFactory
  Stream<DynamicTest> vectors() throws IOException {
    Optional<Path> file = Vectors.file(FILE);
    assumeTrue(file.isPresent(), FILE + " not found; -Djflare.vectors=DIR names its folder");
    JsonNode all = new ObjectMapper().readTree(file.get().toFile());
    return StreamSupport.stream(all.spliterator(), false)
        .map(vector -> dynamicTest(vector.get("name").asText(), () -> run(vector)));
  }

  private static void run(JsonNode vector) {
    GoProxyRules rules =
        new GoProxyRules(
            vector.get("httpProxy").asText(),
            vector.get("httpsProxy").asText(),
            vector.get("noProxy").asText(),
            vector.get("cgi").asBoolean() ? Surroundings.CGI : Surroundings.ORDINARY);
    URI url = URI.create(vector.get("url").asText());
    if (!vector.get("wantErr").isNull()) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> rules.decide(url));
      assertEquals(vector.get("wantErr").asText(), e.getMessage());
      return;
    }
    String want = vector.get("wantProxy").isNull() ? null : vector.get("wantProxy").asText();
    ProxyUrl proxy = rules.decide(url).proxy();
    assertEquals(want, proxy == null ? null : proxy.reveal());
  }
}
