package dev.jflare.archive;

import dev.jflare.json.Json;
import dev.jflare.lang.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Of which files the entries of a flare are copies, by full name; its manifest tells. */
final class EntrySources {
  private static final String MANIFEST = "/manifest.json";
  private static final int LARGEST_MANIFEST = 16 << 20;

  private final Map<String, String> sources = new HashMap<>();

  private EntrySources() {}

  /** Knows nothing of a zip that is no flare, or whose manifest cannot be read. */
  static EntrySources of(ZipFile zip) {
    EntrySources all = new EntrySources();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      int root = entry.getName().length() - MANIFEST.length();
      if (root > 0 && entry.getName().indexOf('/') == root && entry.getName().endsWith(MANIFEST)) {
        try (InputStream in = zip.getInputStream(entry)) {
          all.read(entry.getName().substring(0, root + 1), in);
        } catch (IOException | IllegalArgumentException unreadable) {
          return new EntrySources();
        }
      }
    }
    return all;
  }

  private void read(String root, InputStream in) throws IOException {
    byte[] json = Streams.readUpTo(in, LARGEST_MANIFEST);
    Map<String, Object> manifest = Json.readObject(new String(json, StandardCharsets.UTF_8));
    for (Object entry : Json.list(manifest, "entries")) {
      Object source = entry instanceof Map ? ((Map<?, ?>) entry).get("source") : null;
      if (source instanceof String) {
        sources.put(root + ((Map<?, ?>) entry).get("path"), (String) source);
      }
    }
  }

  /** Empty when the entry is no copy of a file, or it is not known of which. */
  String of(String name) {
    return sources.getOrDefault(name, "");
  }
}
