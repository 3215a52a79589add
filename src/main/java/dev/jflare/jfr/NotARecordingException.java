package dev.jflare.jfr;

import java.io.IOException;

/** A file is no JFR recording of a format we know; the message says what it is instead. */
public final class NotARecordingException extends IOException {
  private static final long serialVersionUID = 1;

  NotARecordingException(String message) {
    super(message);
  }
}
