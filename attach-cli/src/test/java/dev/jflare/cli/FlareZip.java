package dev.jflare.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** What arrived in an archive; paths without the root folder. */
final class FlareZip {
  private final Map<String, byte[]> entries = new HashMap<>();

  private FlareZip() {}

  static FlareZip read(Path archive) throws IOException {
    FlareZip flare = new FlareZip();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String path = entry.getName().substring(entry.getName().indexOf('/') + 1);
        flare.entries.put(path, zip.getInputStream(entry).readAllBytes());
      }
    }
    return flare;
  }

  Set<String> paths() {
    return entries.keySet();
  }

  byte[] bytes(String path) {
    byte[] bytes = entries.get(path);
    if (bytes == null) {
      throw new AssertionError("no " + path + " among " + paths());
    }
    return bytes;
  }

  String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(bytes("manifest.json"));
  }

  /** How a collector fared. */
  String status(String collector) throws IOException {
    for (JsonNode record : manifest().get("collectors")) {
      if (record.get("id").textValue().equals(collector)) {
        return record.get("status").textValue();
      }
    }
    throw new AssertionError("no collector " + collector + " in " + manifest());
  }
}
