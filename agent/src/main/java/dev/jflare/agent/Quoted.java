package dev.jflare.agent;

import java.util.Locale;

/**
 * A text as a JSON string (RFC 8259, section 7); a JSON library would stay in the host for this one
 * need.
 */
final class Quoted {
  private Quoted() {}

  /** Null becomes {@code null}. */
  static String json(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
