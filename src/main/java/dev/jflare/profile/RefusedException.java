package dev.jflare.profile;

import dev.jflare.lang.Nullable;

/** A profiler cannot be had here, and why; the session goes on with what remains. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
