package dev.jflare.scrub;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The Datadog Agent's text algorithm over a stream (reference datadog-flare 3.1): the rules for a
 * line on each line, then those that span lines over a stretch of lines that is held back as long
 * as one of those may hit in it.
 */
final class DatadogText {
  /** What is held back at most; a block of more lines is seen in two parts. */
  private static final int LONGEST_STRETCH = 8 << 20;

  /** A line of more is refused: the rules see a line as a whole, and memory has an end. */
  private static final int LONGEST_LINE = 64 << 20;

  private final RuleSet single;
  private final RuleSet multi;
  private final Redaction redaction;
  private final StringBuilder stretch = new StringBuilder();
  private boolean first = true;
  private boolean held;

  DatadogText(RuleSet single, RuleSet multi, Redaction redaction) {
    this.single = single;
    this.multi = multi;
    this.redaction = redaction;
  }

  /**
   * Reads to the end; closes nothing.
   *
   * @throws IOException also for a line that is too long
   */
  void copy(InputStream in, OutputStream raw) throws IOException {
    OutputStream out = new BufferedOutputStream(raw);
    byte[] buffer = new byte[1 << 16];
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          line(line.toString("ISO-8859-1"), out);
          line.reset();
          from = i + 1;
        }
      }
      line.write(buffer, from, count - from);
      if (line.size() > LONGEST_LINE) {
        throw new IOException(
            "a line of more than " + LONGEST_LINE + " bytes, which the Datadog rules cannot see");
      }
    }
    if (line.size() > 0) {
      line(line.toString("ISO-8859-1"), out);
    }
    flush(out);
    out.flush();
  }

  private void line(String line, OutputStream out) throws IOException {
    int stop = line.endsWith("\r") ? line.length() - 1 : line.length();
    int content = Ascii.skipBlanks(line, 0);
    if (content >= stop) {
      stretch.append('\n');
    } else if (line.charAt(content) != '#') {
      stretch.append(first ? "" : "\n");
      first = false;
      String scrubbed = single.apply(line.substring(0, stop), redaction);
      held |= scrubbed.contains("BEGIN") || scrubbed.contains(CommunityStrings.KEY);
      stretch.append(scrubbed);
    }
    if (!held || stretch.length() > LONGEST_STRETCH) {
      flush(out);
    }
  }

  private void flush(OutputStream out) throws IOException {
    String text = stretch.toString();
    out.write((held ? multi.apply(text, redaction) : text).getBytes(StandardCharsets.ISO_8859_1));
    stretch.setLength(0);
    held = false;
  }
}
