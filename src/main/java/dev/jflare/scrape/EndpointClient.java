package dev.jflare.scrape;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.TransferListener;
import dev.jflare.route.Authority;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Asks one endpoint, with its credentials. A redirect is followed within the same host only, and
 * never from https to http, so that the credentials stay where they belong.
 */
final class EndpointClient {
  /** A profile of a large program has some 2 MB packed; what is far above is something else. */
  private static final int PACKED_BYTES = 16 << 20;

  private static final int NOT_FOUND = 404;
  private static final int MOST_REDIRECTS = 3;
  private static final int EXCERPT_CHARS = 300;

  private final PprofEndpoint endpoint;
  private final PprofTokens tokens;
  private final HttpClient client;

  EndpointClient(PprofEndpoint endpoint, PprofTokens tokens, HttpClient client) {
    this.endpoint = endpoint;
    this.tokens = tokens;
    this.client = client;
  }

  /**
   * The answer, if it is one of success.
   *
   * @throws IOException when it is not, with what to do about it
   */
  HttpAnswer get(URI url, Deadline deadline) throws IOException, InterruptedException {
    URI next = url;
    for (int redirects = 0; ; redirects++) {
      HttpCall call =
          tokens.authorized(HttpCall.get(next).withAnswerLimit(PACKED_BYTES), endpoint.name());
      HttpAnswer answer = client.exchange(call, TransferListener.NONE, deadline);
      URI target = redirect(next, answer);
      if (target == null) {
        check(call, answer, tokens.has(endpoint.name()) || url.getRawUserInfo() != null);
        return answer;
      }
      if (redirects == MOST_REDIRECTS) {
        throw new IOException(shown(call) + ": more than " + MOST_REDIRECTS + " redirects");
      }
      next = target;
    }
  }

  private void check(HttpCall call, HttpAnswer answer, boolean authorized) throws IOException {
    if (answer.status() != 200) {
      String refusal =
          shown(call)
              + ": "
              + answer.statusLine()
              + explanation(answer)
              + advice(answer, authorized);
      throw answer.status() == NOT_FOUND
          ? new NotServedException(refusal)
          : new IOException(refusal);
    }
    if (answer.isCut()) {
      throw new IOException(shown(call) + ": longer than " + PACKED_BYTES + " bytes");
    }
  }

  private String shown(HttpCall call) {
    return endpoint.place() + call;
  }

  private static @Nullable URI redirect(URI from, HttpAnswer answer) throws IOException {
    String location = answer.header("Location");
    if (answer.status() / 100 != 3 || location == null) {
      return null;
    }
    URI to;
    Authority target;
    try {
      to = from.resolve(location.trim());
      target = Authority.of(to);
    } catch (IllegalArgumentException malformed) {
      // not the cause: its message shows all of what the server has sent
      throw new IOException("redirected to what is no URL");
    }
    Authority here = Authority.of(from);
    boolean sameHost = target.bareHost().equalsIgnoreCase(here.bareHost());
    boolean secured = scheme(from).equals("http") && scheme(to).equals("https");
    boolean samePlace =
        scheme(from).equals(scheme(to))
            && target.portFor(to.getScheme()) == here.portFor(from.getScheme());
    if (!sameHost || !(secured || samePlace)) {
      throw new IOException(
          "redirected from " + here + " to " + target + ": give that URL if it is the right one");
    }
    String user = from.getRawUserInfo();
    String rest = to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
    return URI.create(scheme(to) + "://" + (user == null ? "" : user + "@") + target + rest);
  }

  private static String scheme(URI url) {
    return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
  }

  private String advice(HttpAnswer answer, boolean authorized) {
    switch (answer.status()) {
      case 401:
      case 403:
        return authorized
            ? " (it wants other credentials than it was given)"
            : " (credentials go into the URL, user:password@host, or for a token into"
                + " jflare.pprof_auth: "
                + endpoint.name()
                + "=env:VARIABLE)";
      case NOT_FOUND:
        return answer.header("X-Go-Pprof") == null
            ? " (is the path of the URL right? Go has its profiles at /debug/pprof)"
            : "";
      default:
        return "";
    }
  }

  /** Go's own words; its header says that the text is meant for a person. */
  private static String explanation(HttpAnswer answer) {
    String type = answer.header("Content-Type");
    if (answer.header("X-Go-Pprof") == null || type == null || !type.startsWith("text/plain")) {
      return "";
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8).trim();
    return ": " + text.substring(0, Math.min(EXCERPT_CHARS, text.length()));
  }
}
