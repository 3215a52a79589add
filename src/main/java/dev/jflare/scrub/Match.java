package dev.jflare.scrub;

import dev.jflare.lang.Nullable;

/**
 * Where a rule hit, which part of it is the secret, and what stands around the mask. What the mask
 * is decides {@link Redaction}. Reused from hit to hit, so that a line costs no objects.
 */
final class Match {
  /** First replaced character. */
  int start;

  /** Behind the last replaced character. */
  int end;

  /** Where the secret itself begins, between {@link #start} and {@link #end}. */
  int secretStart;

  /** Behind the secret. */
  int secretEnd;

  /** What is written before the mask, and behind it. */
  String before = "";

  String after = "";

  /** How many stars a mask of stars has. */
  int stars;

  /** How many of the last characters of the secret such a mask shows. */
  int shown;

  /** The sort of secret, when the text says more than the rule does. */
  @Nullable SecretKind kind;

  /** All of it is the secret. Always true, so that a finder ends with {@code return match.all}. */
  boolean all(int from, int to) {
    start = from;
    end = to;
    secretStart = from;
    secretEnd = to;
    before = "";
    after = "";
    stars = Ascii.MASK.length();
    shown = 0;
    kind = null;
    return true;
  }

  /** As {@link #all}, with a number of stars and the last characters of the secret. */
  boolean keeping(int from, int to, int starsBefore, int lastShown) {
    all(from, to);
    stars = starsBefore;
    shown = lastShown;
    return true;
  }

  /** The secret is in the middle, and what is around it is replaced too. */
  boolean framed(int from, int to, int secretFrom, String textBefore, String textAfter) {
    all(from, to);
    secretStart = secretFrom;
    before = textBefore;
    after = textAfter;
    return true;
  }
}
