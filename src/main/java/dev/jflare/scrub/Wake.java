package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;

/** One hint of one rule; a rule for runs of digits has one that is as long as the shortest run. */
final class Wake {
  /** Which rule of the set. */
  final int rule;

  private final byte[] hint;
  private final boolean anyCase;
  private final Near near;

  /** Which two bytes of the hint, this one and the next, are looked for in a text. */
  private int offset;

  Wake(int rule, byte[] hint, boolean anyCase, Near near) {
    this.rule = rule;
    this.hint = hint;
    this.anyCase = anyCase;
    this.near = near;
  }

  static Wake hint(int number, Rule rule, String hint) {
    byte[] bytes = hint.getBytes(StandardCharsets.ISO_8859_1);
    return new Wake(number, bytes, rule.anyCaseHints, rule.near);
  }

  static Wake run(int number, Rule rule) {
    return new Wake(number, new byte[rule.hexRun], true, rule.near);
  }

  byte[] hint() {
    return hint;
  }

  boolean anyCase() {
    return anyCase;
  }

  void lookedForAt(int index) {
    this.offset = index;
  }

  /** Where the hint starts that has its two bytes here, or -1 when there is none that counts. */
  int startAt(byte[] text, int from, int pair, int to) {
    int start = pair - offset;
    int end = start + hint.length;
    return start >= from
            && end <= to
            && stands(text, start)
            && near.mayHit(text, from, start, end, to)
        ? start
        : -1;
  }

  private boolean stands(byte[] text, int start) {
    for (int i = 0; i < hint.length; i++) {
      byte b = text[start + i];
      if (b != hint[i] && !(anyCase && lower(b) == lower(hint[i]))) {
        return false;
      }
    }
    return true;
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  /** Whether a run of digits counts. */
  boolean runs(byte[] text, int from, int start, int end, int to) {
    return end - start >= hint.length && near.mayHit(text, from, start, end, to);
  }
}
