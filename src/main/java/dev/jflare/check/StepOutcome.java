package dev.jflare.check;

import java.util.Locale;

/** How one step went. */
public enum StepOutcome {
  OK,
  /** It works, and something about it should be known. */
  WARN,
  FAILED,
  /** An earlier step failed, or it was not to be tried. */
  NOT_REACHED,
  /** The time for all steps was over. */
  NO_TIME;

  /** As it is shown: {@code ok}, {@code not reached}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
