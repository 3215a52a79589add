package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.route.Endpoint;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Uploads an archive: as the Datadog Agent uploads a flare (reference datadog-flare 4: one HEAD to
 * find the way, then a POST), or in one of our own ways, where the settings or the destination say
 * so. There is no limit on the whole upload, only on standing still.
 */
public final class Uploader {
  /**
   * From this size on a destination is asked whether it takes uploads that can be resumed; below,
   * sending again costs less than asking.
   */
  static final long ASK_BYTES = 4L << 20;

  static final Deadline NEVER = Deadline.after(Duration.ofDays(36_500));

  private static final String NOTHING_SENT =
      "\nNothing of the flare was sent: this was the look for the way, which is not tried again";

  private final HttpClient client;
  private final Destination destination;
  private final Secret key;
  private final RetryPolicy retries;
  private final Log log;

  /**
   * @param client stays open; the caller closes it
   */
  public Uploader(
      HttpClient client, Destination destination, Secret key, RetryPolicy retries, Log log) {
    this.client = client;
    this.destination = destination;
    this.key = Secret.of(key.reveal().trim());
    this.retries = retries;
    this.log = log;
  }

  /** As the Datadog Agent, whatever the destination offers. */
  public Uploader(HttpClient client, Endpoint endpoint, Secret key, RetryPolicy retries, Log log) {
    this(client, Destination.of(UploadMode.FLARE, endpoint), key, retries, log);
  }

  /**
   * Sends the archive and says how it went; whatever goes wrong on the way is in the result.
   *
   * @throws InterruptedException when the caller was interrupted; nothing is under way then
   */
  public UploadResult upload(Path archive, UploadForm form, UploadListener progress)
      throws InterruptedException {
    long start = System.nanoTime();
    UploadMode mode = destination.mode();
    Tally tally = new Tally(progress, retries.ticker(), 0);
    Verdict verdict;
    try {
      UploadJob job = new UploadJob(archive, form);
      try (UploadState state = UploadState.claim(archive, log)) {
        tally = new Tally(progress, retries.ticker(), job.size());
        Transfer transfer = transfer(job, state, progress);
        mode = transfer.mode();
        verdict = new Attempts(retries, progress, log).of(transfer, tally);
        if (verdict.isAccepted()) {
          state.forget();
        }
      }
    } catch (Rejection noWay) {
      verdict = noWay.verdict();
    } catch (NoSuchFileException gone) {
      verdict = Verdict.refused("", "there is no archive " + archive);
    } catch (IOException unusable) {
      verdict = Verdict.refused("", String.valueOf(unusable.getMessage()));
    } catch (IllegalArgumentException unusable) {
      verdict = Verdict.refused("", String.valueOf(unusable.getMessage()));
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    return new UploadResult(verdict, mode, tally, taken);
  }

  /** Finds the way. */
  private Transfer transfer(UploadJob given, UploadState state, UploadListener progress)
      throws IOException, InterruptedException {
    UploadMode mode = destination.mode();
    boolean resumes = mode == UploadMode.TUS || mode == UploadMode.AUTO;
    UploadJob job = resumes ? given.with(state.complete(given.form())) : given;
    URI target = destination.target(job.form().caseId());
    if (mode == UploadMode.FLARE || mode == UploadMode.AUTO) {
      target = resolved(target);
    }
    progress.resolved(target);
    if (mode == UploadMode.PUT) {
      return new PutTransfer(client, target, job.archive(), job.size());
    }
    TusCalls calls = new TusCalls(client, key, target);
    TusOffer offer = mode == UploadMode.FLARE ? null : offer(calls, job, state);
    if (offer != null) {
      state.match(target, job);
      return new TusTransfer(calls, offer, state, job, key, log);
    }
    String sha256 = Endpoint.isDatadog(target) ? null : job.sha256();
    return new FormTransfer(client, key, target, job.archive(), job.form(), sha256);
  }

  private URI resolved(URI target) throws IOException, InterruptedException {
    try {
      return new Resolver(client, key).resolve(target, NEVER);
    } catch (IOException noWay) {
      Verdict verdict = new Verdicts(key).of(noWay);
      throw new Rejection(verdict.withError(verdict.error() + NOTHING_SENT));
    }
  }

  /**
   * What the destination says it can do. Datadog's own is not asked: it is known, and what it is
   * sent is to be what its Agent sends.
   *
   * @return null to send a form
   */
  private @Nullable TusOffer offer(TusCalls calls, UploadJob job, UploadState state)
      throws InterruptedException {
    boolean chosen = destination.mode() == UploadMode.TUS;
    boolean worthIt = job.size() >= ASK_BYTES || state.isBegun();
    if (!chosen && (!worthIt || Endpoint.isDatadog(calls.creation()))) {
      return null;
    }
    TusOffer offer = null;
    try {
      offer = calls.options();
    } catch (IOException noAnswer) {
      log.debug("no answer to OPTIONS: " + noAnswer.getMessage());
    }
    if (chosen) {
      return offer == null ? TusOffer.UNKNOWN : offer;
    }
    return offer == null || job.size() > offer.maxBytes() ? null : offer;
  }
}
