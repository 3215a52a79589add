package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One text on its way through the rules. Most of it is copied as it is: only lines in which
 * something wakes a rule become strings.
 */
final class TextPass {
  private static final int OUTPUT_BUFFER = 1 << 16;

  private final RuleSet rules;
  private final LineScrub.Format format;
  private final LineScrub scrub;
  private final OutputStream out;
  private final int window;
  private LongLine longLine;
  private boolean inLongLine;

  /**
   * @param window how much of a line is seen at once, in bytes, if all of it is longer
   */
  TextPass(
      RuleSet rules, LineScrub.Format format, Redaction redaction, OutputStream out, int window) {
    this.rules = rules;
    this.format = format;
    this.scrub = new LineScrub(rules, format, redaction);
    this.out = new BufferedOutputStream(out, OUTPUT_BUFFER);
    this.window = window;
    this.longLine = newLongLine();
  }

  private LongLine newLongLine() {
    return new LongLine(scrub, window / 16);
  }

  /** Reads to the end and writes all of it. */
  void copy(InputStream in) throws IOException {
    LineStream stream = new LineStream(in, window);
    while (stream.advance()) {
      if (stream.wholeLines()) {
        lines(stream.buffer(), stream.to());
      } else {
        stream.cut(window(stream.buffer(), stream.to()));
      }
    }
    out.flush();
  }

  private int window(byte[] buffer, int to) throws IOException {
    inLongLine = true;
    if (asItIs(buffer, to)) {
      int tail = to / 8;
      int end = to - tail + LongLine.delimited(latin1(buffer, to - tail, to), tail / 2, tail / 2);
      out.write(buffer, 0, end);
      return end;
    }
    int done = longLine.take(latin1(buffer, 0, to));
    write(longLine.masked());
    return done;
  }

  private boolean asItIs(byte[] buffer, int to) {
    return format == LineScrub.Format.TEXT
        && !rules.everywhere()
        && !scrub.pending()
        && rules.search(buffer, to).first(0) == to
        && longLine.passes();
  }

  private void lines(byte[] buffer, int to) throws IOException {
    int line = inLongLine ? endOfLongLine(buffer, to) : 0;
    int copied = line;
    Hints.Search search = rules.search(buffer, to);
    boolean each = format != LineScrub.Format.TEXT || rules.everywhere();
    while (line < to) {
      int hit = search.first(line);
      if (!each && !scrub.pending()) {
        if (hit == to) {
          break;
        }
        line = startOfLine(buffer, line, hit);
      }
      int next = behindLine(buffer, line, to);
      int end = endOfLine(buffer, line, next);
      if (rules.everywhere() || hit < next || !scrub.untouched()) {
        out.write(buffer, copied, line - copied);
        if (write(scrub.next(latin1(buffer, line, end)))) {
          out.write(buffer, end, next - end);
        }
        copied = next;
      }
      line = next;
    }
    out.write(buffer, copied, to - copied);
  }

  private int endOfLongLine(byte[] buffer, int to) throws IOException {
    int next = behindLine(buffer, 0, to);
    int end = endOfLine(buffer, 0, next);
    longLine.end(latin1(buffer, 0, end));
    write(longLine.masked());
    if (longLine.written()) {
      out.write(buffer, end, next - end);
    }
    longLine = newLongLine();
    inLongLine = false;
    return next;
  }

  private boolean write(@Nullable String masked) throws IOException {
    if (masked == null) {
      return false;
    }
    out.write(masked.getBytes(StandardCharsets.ISO_8859_1));
    return true;
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static int startOfLine(byte[] buffer, int from, int at) {
    int i = at;
    while (i > from && buffer[i - 1] != '\n') {
      i--;
    }
    return i;
  }

  private static int behindLine(byte[] buffer, int from, int to) {
    int i = from;
    while (i < to && buffer[i] != '\n') {
      i++;
    }
    return Math.min(to, i + 1);
  }

  /** Where the terminator starts: LF, CRLF or none. */
  private static int endOfLine(byte[] buffer, int from, int next) {
    int end = next > from && buffer[next - 1] == '\n' ? next - 1 : next;
    return end > from && buffer[end - 1] == '\r' ? end - 1 : end;
  }
}
