package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.net.ConnectionListener;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.route.Endpoint;
import dev.jflare.route.PrintableUrl;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/**
 * Finds the URL to post to by following the redirects of a HEAD request (reference datadog-flare
 * 4.5). Unlike Go it does not carry the API key anywhere: only to hosts of the configured
 * destination's domain, and not from https to http.
 */
public final class Resolver {
  /** Hears of each request and of how its connection comes to be. */
  public interface Witness extends ConnectionListener {
    /** A request to this URL is about to be made. */
    void asking(URI url);

    void answered(HttpAnswer answer);
  }

  /** As Go's client. */
  private static final int MAX_REDIRECTS = 10;

  private static final Witness UNHEARD =
      new Witness() {
        @Override
        public void asking(URI url) {}

        @Override
        public void answered(HttpAnswer answer) {}
      };

  private final HttpClient client;
  private final Secret key;

  /**
   * @param key sent with every request; white space around it is not part of it
   */
  public Resolver(HttpClient client, Secret key) {
    this.client = client;
    this.key = Secret.of(key.reveal().trim());
  }

  /**
   * @throws IOException when there is no way there; never tried again
   */
  URI resolve(URI configured, Deadline deadline) throws IOException, InterruptedException {
    return resolve(configured, UNHEARD, deadline);
  }

  /**
   * As an upload begins, told step by step.
   *
   * @return the URL that the flare would be posted to
   * @throws IOException when there is no way there
   */
  public URI resolve(URI configured, Witness witness, Deadline deadline)
      throws IOException, InterruptedException {
    URI url = configured;
    URI from = null;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpCall call = Requests.stamped(HttpCall.head(url), key);
      if (from != null) {
        call = call.withHeader("Referer", PrintableUrl.of(from));
      }
      witness.asking(url);
      HttpAnswer answer = client.observe(call, witness, deadline);
      witness.answered(answer);
      String location = answer.header("Location");
      if (!isRedirect(answer.status()) || location == null || location.isEmpty()) {
        return accepted(configured, url, answer);
      }
      from = url;
      url = next(configured, url, location);
    }
    throw new IOException(
        "HEAD " + PrintableUrl.of(configured) + ": stopped after " + MAX_REDIRECTS + " redirects");
  }

  private static URI accepted(URI configured, URI last, HttpAnswer answer) throws IOException {
    if (answer.status() == 200 || answer.status() == 404) {
      return last;
    }
    throw new IOException(
        "We couldn't reach the flare backend "
            + PrintableUrl.of(configured)
            + " via redirects: "
            + answer.statusLine()
            + answer.doubt());
  }

  /** Where a redirect leads, when it may be followed. */
  static URI next(URI configured, URI current, String location) throws IOException {
    URI next;
    try {
      next = current.resolve(location);
    } catch (IllegalArgumentException malformed) {
      throw refusal(current, location, "that is no URL");
    }
    String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("https") || scheme.equals("http");
    if (!web || next.getRawAuthority() == null) {
      throw refusal(current, location, "that is no http or https URL");
    }
    if (scheme.equals("http") && "https".equalsIgnoreCase(current.getScheme())) {
      throw refusal(current, location, "the API key and the flare would leave unencrypted");
    }
    if (!Endpoint.sameDomain(configured, next)) {
      throw refusal(
          current,
          location,
          "the API key is only sent to hosts of the configured destination, "
              + PrintableUrl.of(configured));
    }
    return next;
  }

  private static IOException refusal(URI from, String to, String why) {
    return new IOException(
        "redirect from "
            + PrintableUrl.of(from)
            + " to "
            + PrintableUrl.of(to)
            + " refused: "
            + why);
  }

  /** Whether an answer sends the client elsewhere. */
  public static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }
}
