package dev.jflare.scrub;

/**
 * A text that counts how often it is looked at and refuses after so many times: the bound of
 * expressions that users write, some of which take exponential time in a backtracking engine.
 */
final class Steps implements CharSequence {
  private final CharSequence text;
  private final long[] left;

  /**
   * @param most how many characters may be read in all
   */
  Steps(CharSequence text, long most) {
    this(text, new long[] {most});
  }

  private Steps(CharSequence text, long[] left) {
    this.text = text;
    this.left = left;
  }

  /** The expression has looked too often. */
  static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyException() {
      super("too many steps", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    left[0]--;
    if (left[0] < 0) {
      throw new TooManyException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new Steps(text.subSequence(start, end), left);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
