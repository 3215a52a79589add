package dev.jflare.scrub;

/**
 * Judges by the bytes around a hint whether its rule can hit because of it, so that ordinary words
 * of a log (Authentication, key=17, a URL) wake no rule. May say yes too often; where it says no,
 * the rule must have no hit that needs this hint.
 *
 * <p>Looks at a bounded number of bytes only, and says yes when they are not enough: that keeps the
 * search linear. A newline ends every line, whatever {@code from} and {@code to} are.
 */
interface Near {
  /** No condition. */
  Near ANYWHERE = (text, from, start, end, to) -> true;

  /**
   * @param text one byte for each character; what is beyond Latin-1 is 0xff
   * @param from where the text starts, at or before the start of the hint's line
   * @param start where the hint starts; for a run of digits, where the run does
   * @param end behind the hint
   * @param to behind the text
   */
  boolean mayHit(byte[] text, int from, int start, int end, int to);
}
