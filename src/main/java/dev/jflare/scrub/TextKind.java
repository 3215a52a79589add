package dev.jflare.scrub;

import java.util.Locale;
import java.util.regex.Pattern;

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
  /** As {@link #CONFIG} in the grammar of TOML. */
  TOML,
  /** As {@link #CONFIG}: assignments of a shell, such as {@code .env}. */
  ENV,
  /** Elements and attributes by their names, comments vanish; then line by line. */
  XML,
  /** Parsed, scrubbed by key as well as by text, written anew. */
  YAML,
  /** Parsed, scrubbed by key as well as by text, written anew. */
  JSON;

  private static final Pattern CONFIGURATION =
      Pattern.compile("\\.(?:ini|conf|cfg|cnf|hocon)$|^(?:\\.npmrc|\\.netrc|\\.pypirc)$");

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
    if (lower.endsWith(".properties")) {
      return PROPERTIES;
    }
    if (lower.endsWith(".toml")) {
      return TOML;
    }
    if (lower.endsWith(".xml") || lower.endsWith(".config")) {
      return XML;
    }
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    if (name.startsWith("hs_err") || name.equals("vm.info.txt")) {
      return CRASH;
    }
    if (name.endsWith(".env") || name.startsWith(".env") || name.equals("envrc")) {
      return ENV;
    }
    return lower.startsWith("etc/") || CONFIGURATION.matcher(name).find() ? CONFIG : TEXT;
  }
}
