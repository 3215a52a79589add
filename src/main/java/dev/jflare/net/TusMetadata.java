package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The header Upload-Metadata (tus 1.0.0, creation): {@code name base64, name base64, name}. */
final class TusMetadata {
  private TusMetadata() {}

  /**
   * @throws IllegalArgumentException when it is of another form
   */
  static Map<String, String> parse(@Nullable String header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    String text = header == null ? "" : header.trim();
    for (String pair : text.split(",", -1)) {
      String[] parts = pair.trim().split(" +", 2);
      if (parts[0].isEmpty()) {
        if (text.isEmpty()) {
          break;
        }
        throw new IllegalArgumentException("Upload-Metadata: a name is missing");
      }
      metadata.put(parts[0], parts.length == 1 ? "" : value(parts[0], parts[1].trim()));
    }
    return metadata;
  }

  private static String value(String name, String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("Upload-Metadata: " + name + " is not base64", wrong);
    }
  }
}
