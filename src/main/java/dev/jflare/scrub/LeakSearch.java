package dev.jflare.scrub;

import dev.jflare.jfr.StringMask;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for secrets in what is finished and should have none: for values whose shape alone says
 * that they are secrets. Rules that go by names are left out, because a name alone proves nothing,
 * and an ordinary flare must not be held back. Safe to use from several threads.
 */
public final class LeakSearch {
  private final Scrubber shapes;

  LeakSearch(Scrubber shapes) {
    this.shapes = shapes;
  }

  /**
   * Reads a text to its end and closes nothing.
   *
   * @return the ids of the rules that find something
   */
  public Set<String> text(InputStream in) throws IOException {
    return new TreeSet<>(shapes.scrub(TextKind.TEXT, in, new Nowhere()).byRule().keySet());
  }

  /**
   * As {@link #text} for a single string. One that was masked in place, by as many stars as it had
   * characters, is no find.
   */
  public Set<String> string(String text) {
    ScrubTally tally = new ScrubTally();
    String masked = shapes.line(text, tally);
    boolean found = !StringMask.overlay(text, masked).equals(text);
    return found ? new TreeSet<>(tally.byRule().keySet()) : new TreeSet<>();
  }

  private static final class Nowhere extends OutputStream {
    @Override
    public void write(int b) {
      // nobody wants it
    }

    @Override
    public void write(byte[] block, int offset, int length) {
      // nobody wants it
    }
  }
}
