package dev.jflare.scrub;

/**
 * Where a rule hit and what goes there instead. Reused from hit to hit, so that a line costs no
 * objects.
 */
final class Match {
  /** First replaced character. */
  int start;

  /** Behind the last replaced character. */
  int end;

  /** Where the secret itself begins, between {@link #start} and {@link #end}. */
  int valueStart;

  String replacement = "";

  /** Always true, so that a finder ends with {@code return match.set(...)}. */
  boolean set(int newStart, int newEnd, int newValueStart, String newReplacement) {
    start = newStart;
    end = newEnd;
    valueStart = newValueStart;
    replacement = newReplacement;
    return true;
  }
}
