package dev.jflare.upload;

import dev.jflare.net.TransferListener;
import dev.jflare.time.Ticker;
import java.time.Duration;

/** What has been sent, how often it was tried, and how much of the time bytes were moving. */
final class Tally implements TransferListener {
  private final UploadListener listener;
  private final Ticker ticker;
  private final long totalBytes;
  private final long startNanos;
  private int attempts;
  private long resumedAt;
  private long earlierBytes;
  private long bytes;
  private long moveNanos;
  private long movingNanos;

  /**
   * @param totalBytes size of the archive
   */
  Tally(UploadListener listener, Ticker ticker, long totalBytes) {
    this.listener = listener;
    this.ticker = ticker;
    this.totalBytes = totalBytes;
    this.startNanos = ticker.nanos();
  }

  /** Another attempt, from the archive's first byte as long as nothing else is said. */
  void begin() {
    attempts++;
    resumedAt = 0;
    earlierBytes = 0;
    bytes = 0;
    beginRequest();
  }

  /** This attempt goes on where an earlier one has ended. */
  void resumeAt(long offset) {
    resumedAt = offset;
    if (offset > 0) {
      listener.resumed(offset, totalBytes);
    }
  }

  /** The next request with a body in this attempt. */
  void beginRequest() {
    earlierBytes += bytes;
    bytes = 0;
    moveNanos = ticker.nanos();
  }

  /** What the last request has sent is sent again in another way, and does not count. */
  void takeBack() {
    bytes = 0;
  }

  @Override
  public void sent(long sentBytes) {
    if (sentBytes > bytes) {
      long now = ticker.nanos();
      movingNanos += now - moveNanos;
      moveNanos = now;
    }
    bytes = sentBytes;
    listener.sent(resumedAt + earlierBytes + bytes, totalBytes);
  }

  int attempts() {
    return attempts;
  }

  /** What went out in the last attempt. */
  long bytes() {
    return earlierBytes + bytes;
  }

  /** Where in the archive the last attempt went on. */
  long resumedAt() {
    return resumedAt;
  }

  /** The time since the start in which nothing moved. */
  Duration tried() {
    return Duration.ofNanos(ticker.nanos() - startNanos - movingNanos);
  }
}
