package dev.jflare.collect;

/** There is nothing to collect here, and that is no failure: this JVM has no such thing. */
public final class SkippedException extends Exception {
  private static final long serialVersionUID = 1;

  public SkippedException(String message) {
    super(message);
  }
}
