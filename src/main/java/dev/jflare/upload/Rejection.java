package dev.jflare.upload;

import java.io.IOException;

/** A step of an upload got an answer that ends the attempt. */
final class Rejection extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Verdict verdict;

  Rejection(Verdict verdict) {
    super(verdict.error());
    this.verdict = verdict;
  }

  Verdict verdict() {
    return verdict;
  }
}
