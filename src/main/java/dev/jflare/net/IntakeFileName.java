package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.util.regex.Pattern;

/** Makes a file name that a client sent into one that can only be a file in its folder. */
final class IntakeFileName {
  /** Shorter than any file system's limit (255 bytes), with room for a number. */
  static final int MAX_LENGTH = 128;

  /** For a client that sends none, or nothing usable. */
  static final String FALLBACK = "flare.zip";

  /** An archive of that name would pass for what the intake itself writes beside it. */
  private static final Pattern OURS = Pattern.compile("(?i)form(-[0-9]+)?\\.json");

  private IntakeFileName() {}

  /**
   * The last name of the path, with all but letters, digits, dot, dash and underscore replaced, no
   * dot in front, and at most {@link #MAX_LENGTH} characters, of which the extension is kept.
   */
  static String clean(@Nullable String sent) {
    if (sent == null) {
      return FALLBACK;
    }
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1);
    String safe = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "");
    if (safe.isEmpty()) {
      return FALLBACK;
    }
    String named = OURS.matcher(safe).matches() ? "flare-" + safe : safe;
    if (named.length() <= MAX_LENGTH) {
      return named;
    }
    String extension = named.substring(extensionAt(named));
    int room = MAX_LENGTH - Math.min(extension.length(), 16);
    return named.substring(0, room) + named.substring(named.length() - (MAX_LENGTH - room));
  }

  /** The name of the n-th file that wants the same name: {@code a.zip}, {@code a-2.zip}, ... */
  static String numbered(String name, int n) {
    int dot = extensionAt(name);
    return n == 1 ? name : name.substring(0, dot) + "-" + n + name.substring(dot);
  }

  private static int extensionAt(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name.length() : dot;
  }
}
