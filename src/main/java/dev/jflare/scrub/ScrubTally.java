package dev.jflare.scrub;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How often each rule masked something, for the manifest. Confined to one thread. */
public final class ScrubTally {
  private final Map<String, Long> byRule = new TreeMap<>();

  /** Hits by rule name, in the order of the names; a view. */
  public Map<String, Long> byRule() {
    return Collections.unmodifiableMap(byRule);
  }

  /** The sum over all rules. */
  public long total() {
    long sum = 0;
    for (long hits : byRule.values()) {
      sum += hits;
    }
    return sum;
  }

  /** Counts hits of one rule; nothing happens for 0. */
  public void add(String rule, long hits) {
    if (hits > 0) {
      byRule.merge(rule, hits, Long::sum);
    }
  }

  /** The same counts, which stay as they are now. */
  public ScrubTally copy() {
    ScrubTally copy = new ScrubTally();
    copy.merge(this);
    return copy;
  }

  /** What was counted after a copy was made. */
  public ScrubTally since(ScrubTally before) {
    ScrubTally more = new ScrubTally();
    byRule.forEach((rule, hits) -> more.add(rule, hits - before.byRule.getOrDefault(rule, 0L)));
    return more;
  }

  /** Adds everything the other one has counted. */
  public void merge(ScrubTally other) {
    other.byRule.forEach(this::add);
  }

  @Override
  public String toString() {
    return byRule.toString();
  }
}
