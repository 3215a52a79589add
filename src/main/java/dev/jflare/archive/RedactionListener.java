package dev.jflare.archive;

import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.ScrubbedLine;

/** Is told what {@link Redactor} masks where; never sees what was there before. */
public interface RedactionListener {
  /** Wants to know nothing. */
  RedactionListener NONE =
      new RedactionListener() {
        @Override
        public boolean wantsLines() {
          return false;
        }

        @Override
        public void line(String where, ScrubbedLine line) {
          // not asked for
        }

        @Override
        public void string(String where, String place, String masked, ScrubTally rules) {
          // not asked for
        }

        @Override
        public void note(String where, String what) {
          // not asked for
        }
      };

  /** Whether {@link #line} is to be called, which costs a second look at every text. */
  boolean wantsLines();

  /** A line, or the value of a key, of which something was masked. */
  void line(String where, ScrubbedLine line);

  /**
   * A string of a binary format; the tally is empty when nothing of it was masked.
   *
   * @param place a field, or what else is known of where it stands
   */
  void string(String where, String place, String masked, ScrubTally rules);

  /** Something that a person has to know: an entry that a note took the place of. */
  void note(String where, String what);
}
