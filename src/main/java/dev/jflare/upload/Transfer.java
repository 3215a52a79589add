package dev.jflare.upload;

/** One archive on its way to one place. An attempt that failed may be followed by another. */
interface Transfer {
  /** Never {@link UploadMode#AUTO}. */
  UploadMode mode();

  /** Sends the archive, or what is still missing of it, and says what came of it. */
  Verdict attempt(Tally tally) throws InterruptedException;

  /**
   * How many bytes of the archive are known to have arrived for good; 0 as long as only the whole
   * archive counts.
   */
  default long arrivedBytes() {
    return 0;
  }
}
