package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingProxy.Conduct;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Go's client and ours say the same to a proxy, and take the same answers for failures. */
class GoProxyClientIT {
  @TempDir private static Path folder;

  private static Path program;

  @BeforeAll
  static void build() throws Exception {
    program = GoProgram.build("proxyclient", folder);
  }

  @ParameterizedTest(name = "{0}: {2} with login \"{1}\"")
  @CsvSource({
    "ANSWERS_ITSELF, me:p%40ss@, http://a.test:8080/x?y=%20z, 200 OK",
    "ANSWERS_ITSELF, me@, http://a.test, 200 OK",
    "FORBIDS, me:p%40ss@, https://a.test./x, Not On My Watch",
    "BAD_GATEWAY, me@, https://a.test:8443/x, Bad Gateway",
    "CREATED, '', https://[2001:db8::1]/x, Created",
    "NO_REASON, '', https://a.test/x, unknown status code",
    "DEMANDS_BASIC, '', https://a.test/x, Proxy Authentication Required",
  })
  void bothSayTheSame(Conduct conduct, String login, URI url, String outcome) throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(conduct)) {
      String address = "http://" + login + proxy.address();
      String go = go(address, url);
      String ours = ours(address, url);

      assertTrue(go.contains(outcome), go);
      assertTrue(ours.contains(outcome), ours);
      assertEquals(comparable(proxy.heads().get(0)), comparable(proxy.heads().get(1)));
    }
  }

  /** Request line, and the headers but for those that name the program and end the connection. */
  private static List<String> comparable(String head) {
    List<String> lines = head.lines().filter(line -> !line.isEmpty()).toList();
    TreeSet<String> headers = new TreeSet<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase();
      if (!List.of("user-agent", "accept-encoding", "connection").contains(name)) {
        headers.add(name + line.substring(colon));
      }
    }
    return List.of(lines.get(0), headers.toString());
  }

  private static String go(String proxy, URI url) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(program.toString(), proxy, url.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static String ours(String proxy, URI url) throws Exception {
    Settings settings =
        Settings.load(Map.of("proxy.http", proxy, "proxy.https", proxy), Map.of(), null);
    try (HttpClient client =
        HttpClient.open(
            ProxySettings.of(settings), TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
      Deadline soon = Deadline.after(Duration.ofSeconds(20));
      return client.exchange(HttpCall.get(url), TransferListener.NONE, soon).statusLine();
    } catch (HttpFailure failure) {
      return String.valueOf(failure.getMessage());
    }
  }
}
