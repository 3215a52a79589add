package dev.jflare.collect;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why something could not be had, in words for a person. */
final class Reason {
  private static final int CHARACTERS = 200;

  private Reason() {}

  /** Java's file exceptions have the path alone as their message. */
  static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "not permitted to read " + e.getMessage() + "; run as the process's user or as root";
    }
    if (e instanceof NoSuchFileException) {
      return "no file " + e.getMessage();
    }
    String message = e.getMessage();
    String text = message == null ? e.getClass().getSimpleName() : message;
    return text.substring(0, Math.min(text.length(), CHARACTERS));
  }
}
