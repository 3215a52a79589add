package dev.jflare.scrub;

import dev.jflare.lang.Nullable;

/** What the object pass puts in place of a value whose key a rule stands for. */
interface ValueMask {
  /** Nothing stays, whatever the type. */
  ValueMask ALL = (rule, value, objects) -> objects.masked(rule, rule.kind, value);

  /**
   * @param value a map, a list, a string, a number, a boolean, or null
   * @param objects scrubs what is below, for masks that do not take all of it
   */
  @Nullable
  Object mask(Rule rule, @Nullable Object value, ObjectScrub objects);
}
