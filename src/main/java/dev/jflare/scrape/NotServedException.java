package dev.jflare.scrape;

import java.io.IOException;

/** The endpoint answers, and has nothing at this path (404). */
final class NotServedException extends IOException {
  private static final long serialVersionUID = 1L;

  NotServedException(String message) {
    super(message);
  }
}
