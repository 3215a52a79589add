package dev.jflare.collect;

/**
 * The system or the JVM refuses what a collector needs; it says what and, where there is one, the
 * way to allow it.
 */
public final class NotPermittedException extends Exception {
  private static final long serialVersionUID = 1;

  public NotPermittedException(String message) {
    super(message);
  }
}
