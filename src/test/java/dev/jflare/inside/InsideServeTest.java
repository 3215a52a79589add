package dev.jflare.inside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.JflareThreads;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operation {@code serve} as the agent's entry uses it: JDK types in and out. */
class InsideServeTest {
  @TempDir Path output;

  @Test
  void withoutTheOptionNothingStays() {
    assertEquals(Map.of(), serve());
  }

  @Test
  void aWrongOptionIsAProblem() {
    Object problem = serve("jflare.pprof.listen", "6060").get("problem");
    assertTrue(String.valueOf(problem).startsWith("jflare.pprof.listen \"6060\""), "" + problem);
    problem = serve("jflare.pprof.listen", "0.0.0.0:0").get("problem");
    assertTrue(String.valueOf(problem).contains("is not on loopback"), "" + problem);
  }

  @Test
  void whatCannotBeHadIsATrouble() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Map<String, Object> begun = serve("jflare.pprof.listen", "127.0.0.1:" + taken.getLocalPort());
      assertFalse(begun.containsKey("session"));
      assertTrue(String.valueOf(begun.get("trouble")).contains("cannot listen on"), "" + begun);
    }
    assertNoThreads();
  }

  @Test
  @SuppressWarnings("unchecked")
  void aSessionServesUntilItIsClosed() throws Exception {
    Map<String, Object> begun = serve("jflare.pprof.listen", "127.0.0.1:0");
    BiFunction<String, Map<String, Object>, Map<String, Object>> session =
        (BiFunction<String, Map<String, Object>, Map<String, Object>>) begun.get("session");
    String address = (String) begun.get("address");
    try {
      assertTrue(String.valueOf(session.apply("state", Map.of()).get("state")).contains(address));
      assertTrue(session.apply("nonsense", Map.of()).containsKey("problem"));
      HttpResponse<String> dump = get("http://" + address + "/debug/pprof/goroutine?debug=2");
      assertEquals(200, dump.statusCode());
      assertTrue(dump.body().contains("InsideServeTest.aSessionServesUntilItIsClosed"));
    } finally {
      session.apply("close", Map.of());
    }
    assertNoThreads();
    try (var left = Files.list(output)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static void assertNoThreads() {
    List<String> left = JflareThreads.alive();
    assertFalse(left.stream().anyMatch(name -> name.startsWith("jflare-pprof")), left.toString());
  }

  private Map<String, Object> serve(String... options) {
    Map<String, String> all = new HashMap<>(Map.of("jflare.output", output.toString()));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return new Inside().apply("serve", new HashMap<>(Map.of("options", all)));
  }
}
