package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.math.BigInteger;
import java.util.Comparator;

/** The order of the keys of a written map: numbers first, and {@code a2} before {@code a10}. */
final class NaturalOrder implements Comparator<Object> {
  static final NaturalOrder INSTANCE = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(@Nullable Object left, @Nullable Object right) {
    if (left instanceof Number && right instanceof Number) {
      return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }
    if (left instanceof String && right instanceof String) {
      return compareText((String) left, (String) right);
    }
    int byType = Integer.compare(rank(left), rank(right));
    return byType != 0 ? byType : String.valueOf(left).compareTo(String.valueOf(right));
  }

  private static int rank(@Nullable Object key) {
    return key instanceof Number ? 0 : key instanceof String ? 2 : 1;
  }

  private static int compareText(String left, String right) {
    int common = 0;
    int shorter = Math.min(left.length(), right.length());
    while (common < shorter && left.charAt(common) == right.charAt(common)) {
      common++;
    }
    if (common == shorter) {
      return Integer.compare(left.length(), right.length());
    }
    int start = common;
    while (start > 0 && Ascii.digit(left.charAt(start - 1))) {
      start--;
    }
    String leftNumber = digits(left, start);
    String rightNumber = digits(right, start);
    if (!leftNumber.isEmpty() && !rightNumber.isEmpty()) {
      int byNumber = new BigInteger(leftNumber).compareTo(new BigInteger(rightNumber));
      if (byNumber != 0) {
        return byNumber;
      }
    }
    boolean leftLetter = Character.isLetter(left.charAt(common));
    boolean rightLetter = Character.isLetter(right.charAt(common));
    if (leftLetter != rightLetter) {
      return leftLetter ? 1 : -1;
    }
    return Character.compare(left.charAt(common), right.charAt(common));
  }

  private static String digits(String text, int start) {
    int end = start;
    while (end < text.length() && Ascii.digit(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }
}
