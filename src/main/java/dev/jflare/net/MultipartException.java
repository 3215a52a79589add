package dev.jflare.net;

import java.io.IOException;

/** The body is not a well-formed form, or beyond a limit: the client's fault. */
final class MultipartException extends IOException {
  private static final long serialVersionUID = 1;

  MultipartException(String message) {
    super(message);
  }
}
