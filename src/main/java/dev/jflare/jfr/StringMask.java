package dev.jflare.jfr;

/** Decides what of a string in a recording stays readable. */
public interface StringMask {
  /** What a masked character becomes. */
  char MASKED = '*';

  /**
   * Masks one string.
   *
   * @param field where the string stands
   * @param value its text
   * @return a text of the same length; each character that differs from the value's is overwritten.
   *     {@link #overlay} makes one of a scrubbed text of another length
   */
  String mask(StringField field, String value);

  /**
   * Lays a scrubbed text over the original: what both have in common at either end stays, all
   * between becomes stars, so that the length stays.
   */
  static String overlay(String original, String scrubbed) {
    if (original.equals(scrubbed)) {
      return original;
    }
    int shorter = Math.min(original.length(), scrubbed.length());
    int head = 0;
    while (head < shorter && original.charAt(head) == scrubbed.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && original.charAt(original.length() - 1 - tail)
            == scrubbed.charAt(scrubbed.length() - 1 - tail)) {
      tail++;
    }
    return blank(original, head, original.length() - tail);
  }

  /** The text with the characters from {@code start} up to {@code end} masked. */
  static String blank(String text, int start, int end) {
    StringBuilder out = new StringBuilder(text);
    for (int i = start; i < end; i++) {
      out.setCharAt(i, MASKED);
    }
    return out.toString();
  }
}
