package dev.jflare.archive;

import java.util.Locale;

/** How a collector ended, as the manifest says it. */
public enum Status {
  OK,
  /** Something of it is missing; the gaps say what. */
  PARTIAL,
  FAILED,
  TIMED_OUT,
  /** Not asked for, or this JVM has no such thing. */
  SKIPPED,
  NOT_PERMITTED;

  /** The word of the manifest: {@code timed_out}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word of a manifest; an unknown one, of a newer version, counts as failed. */
  static Status ofWord(String word) {
    for (Status status : values()) {
      if (status.word().equals(word)) {
        return status;
      }
    }
    return FAILED;
  }

  /** Whether the flare lacks something because of it. */
  public boolean isGap() {
    return this != OK && this != SKIPPED;
  }
}
