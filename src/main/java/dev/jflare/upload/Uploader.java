package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.log.Log;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.TransferListener;
import dev.jflare.route.Endpoint;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Uploads an archive as the Datadog Agent uploads a flare (reference datadog-flare 4): one HEAD to
 * find the way, then a POST, tried up to three times. There is no limit on the whole upload, only
 * on standing still.
 */
public final class Uploader {
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Deadline NEVER = Deadline.after(Duration.ofDays(36_500));

  private final HttpClient client;
  private final Endpoint endpoint;
  private final Secret key;
  private final Log log;

  /**
   * @param client stays open; the caller closes it
   */
  public Uploader(HttpClient client, Endpoint endpoint, Secret key, Log log) {
    this.client = client;
    this.endpoint = endpoint;
    this.key = Secret.of(key.reveal().trim());
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
    Tally tally = new Tally(progress);
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
      return verdicts.of(noWay);
    } catch (IllegalArgumentException unusable) {
      return Verdict.refused("", String.valueOf(unusable.getMessage()));
    }
    tally.listener.resolved(target);
    Verdict verdict = post(target, archive, form, tally);
    while (verdict.isRetryable() && tally.attempts < ATTEMPTS) {
      log.warn("Failed to send flare, retrying in 1 second: " + verdict.error());
      tally.listener.retrying(tally.attempts, verdict.error());
      pause();
      verdict = post(target, archive, form, tally);
    }
    return verdict.isRetryable()
        ? verdict.withError(
            "failed to send flare after " + ATTEMPTS + " attempts: " + verdict.error())
        : verdict;
  }

  private Verdict post(URI target, Path archive, UploadForm form, Tally tally)
      throws InterruptedException {
    Verdicts verdicts = new Verdicts(key);
    tally.attempts++;
    try {
      HttpCall call = Requests.stamped(HttpCall.post(target, new FlareBody(archive, form)), key);
      return verdicts.of(client.exchange(call, tally, NEVER));
    } catch (IOException failed) {
      return verdicts.of(failed);
    }
  }

  /** A wait on a latch that nobody opens: it ends early when the caller is interrupted. */
  private static void pause() throws InterruptedException {
    boolean opened = new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    if (opened) {
      throw new AssertionError("nobody opens this latch");
    }
  }

  /** What has been sent, and how often it was tried. */
  private static final class Tally implements TransferListener {
    private final UploadListener listener;
    private int attempts;
    private long bytes;
    private long totalBytes;

    Tally(UploadListener listener) {
      this.listener = listener;
    }

    @Override
    public void sent(long sentBytes) {
      bytes = sentBytes;
      listener.sent(sentBytes, totalBytes);
    }
  }
}
