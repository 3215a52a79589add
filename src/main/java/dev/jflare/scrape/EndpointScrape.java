package dev.jflare.scrape;

import dev.jflare.archive.Gzip;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.TransferListener;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The five profiles of one endpoint, one after the other, in the Datadog Agent's order. */
final class EndpointScrape implements Runnable {
  /** A profile of a large program has some 2 MB packed; what is far above is something else. */
  private static final int PACKED_BYTES = 16 << 20;

  private static final int PROFILE_BYTES = 64 << 20;
  private static final int EXCERPT_CHARS = 300;

  private final PprofEndpoint endpoint;
  private final int seconds;
  private final HttpClient client;
  private final Deadline deadline;
  private final Consumer<Fetch> outcome;

  EndpointScrape(
      PprofEndpoint endpoint,
      int seconds,
      HttpClient client,
      Deadline deadline,
      Consumer<Fetch> outcome) {
    this.endpoint = endpoint;
    this.seconds = seconds;
    this.client = client;
    this.deadline = deadline;
    this.outcome = outcome;
  }

  /** A profile that cannot be had costs that profile only. */
  @Override
  public void run() {
    boolean interrupted = false;
    for (Map.Entry<String, String> profile : profiles(endpoint.name(), seconds).entrySet()) {
      String path = profile.getKey();
      try {
        if (interrupted || deadline.expired()) {
          outcome.accept(Fetch.missing(path, "no time left"));
        } else {
          outcome.accept(Fetch.of(path, fetch(endpoint.profile(profile.getValue()))));
        }
      } catch (InterruptedException stopped) {
        interrupted = true; // the thread ends after telling what is missing
        outcome.accept(Fetch.missing(path, "stopped"));
      } catch (IOException | RuntimeException failed) {
        outcome.accept(Fetch.missing(path, String.valueOf(failed.getMessage())));
      }
    }
  }

  /** Entry to request, in order; without a window there is no CPU profile and one heap only. */
  static Map<String, String> profiles(String name, int seconds) {
    String prefix = "profiles/" + name;
    Map<String, String> requests = new LinkedHashMap<>();
    requests.put(prefix + "-1st-heap.pprof", "/heap");
    if (seconds > 0) {
      requests.put(prefix + "-cpu.pprof", "/profile?seconds=" + seconds);
      requests.put(prefix + "-2nd-heap.pprof", "/heap");
    }
    requests.put(prefix + "-mutex.pprof", "/mutex");
    requests.put(prefix + "-block.pprof", "/block");
    return requests;
  }

  private byte[] fetch(URI url) throws IOException, InterruptedException {
    HttpCall call = HttpCall.get(url).withAnswerLimit(PACKED_BYTES);
    HttpAnswer answer = client.exchange(call, TransferListener.NONE, deadline);
    if (answer.status() != 200) {
      throw new IOException(call + ": " + answer.statusLine() + explanation(answer));
    }
    if (answer.isCut()) {
      throw new IOException(call + ": the profile is larger than " + PACKED_BYTES + " bytes");
    }
    byte[] body = answer.body();
    try {
      byte[] proto = Gzip.isGzip(body) ? Gzip.decompress(body, PROFILE_BYTES) : body;
      ProfileCheck.check(proto);
      return proto;
    } catch (IOException useless) {
      String type = String.valueOf(answer.header("Content-Type"));
      throw new IOException(call + ": " + useless.getMessage() + " (" + type + ")", useless);
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
