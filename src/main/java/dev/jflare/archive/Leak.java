package dev.jflare.archive;

/** Something in a finished archive that should not be there. Never holds the value itself. */
public final class Leak {
  private final String entry;
  private final String rule;

  Leak(String entry, String rule) {
    this.entry = entry;
    this.rule = rule;
  }

  /** The file in the archive; inside of another archive after a {@code !/}. */
  public String entry() {
    return entry;
  }

  /** Which rule finds it, or why the entry could not be looked into. */
  public String rule() {
    return rule;
  }

  @Override
  public String toString() {
    return entry + ": " + rule;
  }
}
