package dev.jflare.scrub;

/** Finds the hits of one rule in a text, in time linear in its length whatever the text is. */
interface Finder {
  /**
   * Finds the first hit that starts at or behind an index.
   *
   * @param from at most the length of the text; looking back beyond it is allowed
   * @param match takes the hit, which is never empty; undefined when the result is false
   */
  boolean find(String text, int from, Match match);
}
