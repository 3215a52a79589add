package dev.jflare.scrub;

import dev.jflare.lang.Nullable;

/**
 * A line that is too long to be seen at once. It is cut where the rules do not notice: where both
 * sides, scrubbed one after the other, give what both together give. Where no such place is found
 * because something goes on and on, such as a value up to the end of the line, its beginning is put
 * in front of what follows until it ends.
 *
 * <p>So a secret is found wherever the window is cut, when it and the word that gives it away are
 * within {@code overlap} characters or it goes on from there.
 */
final class LongLine {
  private static final String DELIMITERS = " \t,;&|>}])";
  private static final int FINE_CUTS = 8;
  private static final int SHORTEST_CONTEXT = 64;
  private static final int LONGEST_CONTEXT = 1 << 13;

  private final LineScrub scrub;
  private final int overlap;

  /** The beginning of what goes on, and what has been written for it. */
  private String context = "";

  private String shown = "";
  private boolean begun;
  private boolean vanished;
  private boolean written;
  private @Nullable String masked;

  /**
   * @param scrub what goes through it becomes part of the text
   * @param overlap how much is looked at behind a cut, in characters
   */
  LongLine(LineScrub scrub, int overlap) {
    this.scrub = scrub;
    this.overlap = overlap;
  }

  /** What became of the window or the end, or null when nothing is left of it. */
  @Nullable
  String masked() {
    return masked;
  }

  /** Whether something of the line is left, so that its newline is too. */
  boolean written() {
    return written;
  }

  /** Whether a window in which nothing wakes a rule may pass as it is; it then counts as done. */
  boolean passes() {
    boolean free = context.isEmpty() && !vanished;
    begun |= free;
    written |= free;
    return free;
  }

  /**
   * Scrubs the beginning of what is left of the line.
   *
   * @return how many characters of the window are done; the next one has to start there
   */
  int take(String window) {
    String text = context + window;
    String whole = probe(text);
    if (!context.isEmpty() && whole.equals(shown)) {
      masked = null;
      return window.length() - 1; // a CR at the end may belong to the newline
    }
    int cut = cut(text, whole);
    if (cut > context.length()) {
      int done = cut - context.length();
      emit(text.substring(0, cut));
      context = "";
      return done;
    }
    if (probe(text.substring(0, text.length() / 2)).equals(whole)) {
      emit(text.substring(0, text.length() - 1));
      goesOn(text, whole);
      return window.length() - 1;
    }
    cut = Math.max(context.length() + 1, coarse(text, whole));
    int done = cut - context.length();
    emit(text.substring(0, cut));
    context = "";
    return done;
  }

  /** Scrubs the end of the line. */
  void end(String rest) {
    emit(context + rest);
  }

  private void emit(String piece) {
    masked = vanished ? null : begun ? scrub.more(piece) : scrub.next(piece);
    vanished |= !begun && masked == null && scrub.dropsComments();
    begun = true;
    written |= masked != null;
    if (masked != null && !context.isEmpty() && masked.startsWith(shown)) {
      masked = masked.substring(shown.length());
    }
  }

  /** What the rules make of a text by itself. */
  private String probe(String text) {
    return shown(alone(fresh(), text));
  }

  private boolean separable(String text, int cut, String whole) {
    LineScrub both = fresh();
    String left = shown(alone(both, text.substring(0, cut)));
    return whole.startsWith(left)
        && whole.substring(left.length()).equals(shown(both.more(text.substring(cut))));
  }

  private @Nullable String alone(LineScrub fresh, String text) {
    return begun ? fresh.more(text) : fresh.next(text);
  }

  private LineScrub fresh() {
    return scrub.trial();
  }

  private static String shown(@Nullable String line) {
    return line == null ? "" : line;
  }

  /** A place near the end at which nothing is open, or 0. */
  private int cut(String text, String whole) {
    int last = text.length() - overlap;
    for (int i = 0; i < FINE_CUTS; i++) {
      int cut = delimited(text, last - i * (overlap / FINE_CUTS), overlap / FINE_CUTS);
      int from = Math.max(0, cut - overlap);
      String around = text.substring(from, cut + overlap / 2);
      if (separable(around, cut - from, probe(around))) {
        return separable(text, cut, whole) ? cut : 0;
      }
    }
    return 0;
  }

  /** A place further left at which nothing is open, or any. */
  private int coarse(String text, String whole) {
    for (int quarter = 3; quarter > 0; quarter--) {
      int cut = delimited(text, text.length() / 4 * quarter, overlap);
      if (separable(text, cut, whole)) {
        return cut;
      }
    }
    return delimited(text, text.length() - overlap, overlap);
  }

  /** Behind the last delimiter within so many characters before an index, or the index. */
  static int delimited(String text, int at, int within) {
    for (int i = at; i > Math.max(1, at - within); i--) {
      if (DELIMITERS.indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return at;
  }

  /** Remembers the shortest beginning that is masked like all of the text. */
  private void goesOn(String text, String whole) {
    int end = SHORTEST_CONTEXT;
    while (end < text.length() / 2 && !probe(text.substring(0, end)).equals(whole)) {
      end *= 2;
    }
    end = Math.min(end, text.length() / 2);
    context = text.substring(0, end);
    shown = whole;
    if (end > LONGEST_CONTEXT) {
      String close = text.substring(end - LONGEST_CONTEXT, end);
      String ofClose = probe(close);
      if (probe(close + text.substring(end, Math.min(text.length(), end + overlap)))
          .equals(ofClose)) {
        context = close;
        shown = ofClose;
      }
    }
  }
}
