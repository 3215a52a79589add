package dev.jflare.scrub;

import java.util.Locale;

/** How a text of a flare is scrubbed; it follows from the entry's path. */
public enum TextKind {
  /** Logs, dumps, everything else: line by line, and every line stays. */
  TEXT,
  /**
   * Crash reports of HotSpot and {@code VM.info}: as {@link #TEXT}, and what the memory held goes.
   * A text that begins like one is taken for one, whatever it is called.
   */
  CRASH,
  /** Configuration files: line by line, lines that are comments vanish. */
  CONFIG,
  /** As {@link #CONFIG} in the format of {@code java.util.Properties}. */
  PROPERTIES,
  /** Parsed, scrubbed by key as well as by text, written anew. */
  YAML,
  /** Parsed, scrubbed by key as well as by text, written anew. */
  JSON;

  /**
   * The kind of the entry with this path.
   *
   * @param path relative to the flare's root, names separated by {@code /}
   */
  public static TextKind of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      return YAML;
    }
    if (lower.endsWith(".json")) {
      return JSON;
    }
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    if (name.startsWith("hs_err") || name.equals("vm.info.txt")) {
      return CRASH;
    }
    if (!lower.startsWith("etc/")) {
      return TEXT;
    }
    return lower.endsWith(".properties") ? PROPERTIES : CONFIG;
  }
}
