package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.log.Log;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.TransferListener;
import dev.jflare.route.Endpoint;
import dev.jflare.time.Deadline;
import dev.jflare.time.Ticker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Uploads an archive as the Datadog Agent uploads a flare (reference datadog-flare 4): one HEAD to
 * find the way, then a POST, tried up to three times. There is no limit on the whole upload, only
 * on standing still.
 */
public final class Uploader {
  private static final String NOTHING_SENT =
      "\nNothing of the flare was sent: this was the look for the way, which is not tried again";

  /** From this size on an upload asks first; the same as curl's. */
  private static final long LARGE_BYTES = 1 << 20;

  private static final Deadline NEVER = Deadline.after(Duration.ofDays(36_500));

  private final HttpClient client;
  private final Endpoint endpoint;
  private final Secret key;
  private final RetryPolicy retries;
  private final Log log;

  /**
   * @param client stays open; the caller closes it
   */
  public Uploader(HttpClient client, Endpoint endpoint, Secret key, RetryPolicy retries, Log log) {
    this.client = client;
    this.endpoint = endpoint;
    this.key = Secret.of(key.reveal().trim());
    this.retries = retries;
    this.log = log;
  }

  /**
   * Sends the archive and says how it went; whatever goes wrong on the way is in the result.
   *
   * @throws InterruptedException when the caller was interrupted; nothing is under way then
   */
  public UploadResult upload(Path archive, UploadForm form, UploadListener progress)
      throws InterruptedException {
    long start = System.nanoTime();
    Tally tally = new Tally(progress, retries.ticker());
    Verdict verdict = run(archive, form, tally);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    return new UploadResult(verdict, tally.attempts, tally.bytes, taken);
  }

  private Verdict run(Path archive, UploadForm form, Tally tally) throws InterruptedException {
    Verdicts verdicts = new Verdicts(key);
    URI target;
    try {
      tally.totalBytes = Files.size(archive);
      target = endpoint.target(Version.current(), form.caseId());
      target = new Resolver(client, key).resolve(target, NEVER);
    } catch (NoSuchFileException gone) {
      return Verdict.refused("", "there is no archive " + archive);
    } catch (IOException noWay) {
      Verdict verdict = verdicts.of(noWay);
      return verdict.withError(verdict.error() + NOTHING_SENT);
    } catch (IllegalArgumentException unusable) {
      return Verdict.refused("", String.valueOf(unusable.getMessage()));
    }
    tally.listener.resolved(target);
    return post(target, archive, form, tally);
  }

  /** Posts until it is taken, cannot be, or has been tried enough. */
  private Verdict post(URI target, Path archive, UploadForm form, Tally tally)
      throws InterruptedException {
    while (true) {
      Verdict verdict = attempt(target, archive, form, tally);
      if (!verdict.isRetryable()) {
        return verdict;
      }
      String soFar = "failed to send flare after " + tally.attempts + " attempts: ";
      if (tally.attempts >= RetryPolicy.ATTEMPTS) {
        return verdict.withError(soFar + verdict.error());
      }
      Duration pause = retries.pauseAfter(tally.attempts, verdict.askedWait());
      if (tally.tried().plus(pause).compareTo(retries.budget()) > 0) {
        return verdict.withError(soFar + verdict.error() + beyond(verdict.askedWait()));
      }
      log.warn("Failed to send flare, retrying in " + seconds(pause) + ": " + verdict.error());
      tally.listener.retrying(tally.attempts, verdict.error());
      retries.pause(pause);
    }
  }

  private String beyond(@Nullable Duration asked) {
    String budget = " (jflare.upload_budget, " + seconds(retries.budget()) + ")";
    return asked == null
        ? "\nNot tried again: the time for trying is over" + budget
        : "\nNot tried again: the server wants to be left alone for " + seconds(asked) + budget;
  }

  /** In the Agent's words when it is one second. */
  private static String seconds(Duration length) {
    long tenths = Math.round(length.toMillis() / 100.0);
    String number = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return number.equals("1") ? "1 second" : number + " seconds";
  }

  private Verdict attempt(URI target, Path archive, UploadForm form, Tally tally)
      throws InterruptedException {
    Verdicts verdicts = new Verdicts(key);
    tally.begin();
    try {
      HttpCall call = Requests.stamped(HttpCall.post(target, new FlareBody(archive, form)), key);
      boolean large = tally.totalBytes >= LARGE_BYTES;
      return verdicts.of(client.exchange(large ? call.askingFirst() : call, tally, NEVER));
    } catch (IOException failed) {
      return verdicts.of(failed);
    }
  }

  /** What has been sent, how often it was tried, and how much of the time bytes were moving. */
  private static final class Tally implements TransferListener {
    private final UploadListener listener;
    private final Ticker ticker;
    private final long startNanos;
    private int attempts;
    private long bytes;
    private long totalBytes;
    private long attemptNanos;
    private long movingNanos;

    Tally(UploadListener listener, Ticker ticker) {
      this.listener = listener;
      this.ticker = ticker;
      this.startNanos = ticker.nanos();
    }

    void begin() {
      attempts++;
      bytes = 0;
      attemptNanos = ticker.nanos();
    }

    @Override
    public void sent(long sentBytes) {
      if (sentBytes > bytes) {
        long now = ticker.nanos();
        movingNanos += now - attemptNanos;
        attemptNanos = now;
      }
      bytes = sentBytes;
      listener.sent(sentBytes, totalBytes);
    }

    /** The time since the start in which nothing moved. */
    Duration tried() {
      return Duration.ofNanos(ticker.nanos() - startNanos - movingNanos);
    }
  }
}
