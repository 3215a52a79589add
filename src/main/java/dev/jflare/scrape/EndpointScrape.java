package dev.jflare.scrape;

import dev.jflare.archive.Gzip;
import dev.jflare.net.HttpAnswer;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Everything of one endpoint, one after the other, in the Datadog Agent's order. */
final class EndpointScrape implements Runnable {
  private static final int PROFILE_BYTES = 64 << 20;

  /** Of one endpoint, unpacked: what it may have in the flare. */
  private static final int ENDPOINT_BYTES = 128 << 20;

  private final PprofEndpoint endpoint;
  private final int seconds;
  private final EndpointClient client;
  private final Deadline deadline;
  private final Consumer<Fetch> outcome;
  private boolean interrupted;
  private boolean works;
  private int room = ENDPOINT_BYTES;

  EndpointScrape(
      PprofEndpoint endpoint,
      int seconds,
      EndpointClient client,
      Deadline deadline,
      Consumer<Fetch> outcome) {
    this.endpoint = endpoint;
    this.seconds = seconds;
    this.client = client;
    this.deadline = deadline;
    this.outcome = outcome;
  }

  /** What cannot be had costs that entry only; an endpoint that gives no profile has no more. */
  @Override
  public void run() {
    for (Wanted wanted : Wanted.of(endpoint.name(), seconds)) {
      outcome.accept(wanted.isMore() && !works ? Fetch.none(wanted.entry()) : fetch(wanted));
    }
  }

  private Fetch fetch(Wanted wanted) {
    String entry = wanted.entry();
    try {
      if (interrupted || deadline.expired()) {
        return Fetch.missing(entry, "no time left");
      }
      if (!endpoint.has(wanted.request())) {
        return Fetch.none(entry);
      }
      byte[] content = content(wanted, client.get(endpoint.url(wanted.request()), deadline));
      if (content.length > room) {
        return Fetch.missing(entry, "no room left: " + (ENDPOINT_BYTES >> 20) + " MB are taken");
      }
      room -= content.length;
      works = true;
      return Fetch.of(entry, content);
    } catch (NotServedException absent) {
      return wanted.isMore()
          ? Fetch.none(entry) // not every program has it
          : Fetch.missing(entry, String.valueOf(absent.getMessage()));
    } catch (InterruptedException stopped) {
      interrupted = true; // the thread ends after telling what is missing
      return Fetch.missing(entry, "stopped");
    } catch (IOException | RuntimeException failed) {
      return Fetch.missing(entry, String.valueOf(failed.getMessage()));
    }
  }

  private byte[] content(Wanted wanted, HttpAnswer answer) throws IOException {
    byte[] body = answer.body();
    try {
      byte[] content = Gzip.isGzip(body) ? Gzip.decompress(body, PROFILE_BYTES) : body;
      if (wanted.isProfile()) {
        ProfileCheck.check(content);
      } else if (wanted.isJson() && (content.length == 0 || content[0] != '{')) {
        throw new IOException("not the JSON of expvar");
      }
      return wanted.isProfile() ? content : lines(content);
    } catch (IOException useless) {
      String type = String.valueOf(answer.header("Content-Type"));
      String what = endpoint.printable(wanted.request());
      throw new IOException(what + ": " + useless.getMessage() + " (" + type + ")", useless);
    }
  }

  /** Go joins the arguments of a command line with NUL; one on each line can be scrubbed. */
  private static byte[] lines(byte[] text) {
    String lines = new String(text, StandardCharsets.UTF_8).replace('\0', '\n');
    return lines.getBytes(StandardCharsets.UTF_8);
  }
}
