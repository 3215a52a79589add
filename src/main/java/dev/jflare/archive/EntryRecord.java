package dev.jflare.archive;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One file of the archive, as the manifest describes it. */
final class EntryRecord {
  /** What the name of a note has behind that of the entry which it stands for. */
  static final String NOTE = ".error.txt";

  final String path;
  final long bytes;
  final String digest;
  final String collector;
  final Map<String, Long> scrubbed;
  final @Nullable String source;

  /** Why the content is not whole, or null when it is. */
  final @Nullable String cut;

  private EntryRecord(
      String path,
      Content content,
      String collector,
      @Nullable String source,
      @Nullable String cut) {
    this.path = path;
    this.bytes = content.bytes;
    this.digest = content.digest;
    this.scrubbed = new TreeMap<>(content.scrubbed);
    this.collector = collector;
    this.source = source;
    this.cut = cut;
  }

  static EntryRecord of(
      String path,
      Content content,
      String collector,
      @Nullable String source,
      @Nullable String cut) {
    return new EntryRecord(path, content, collector, source, cut);
  }

  /** Whether it only says why another entry is not there. */
  boolean isNote() {
    return path.endsWith(NOTE);
  }

  /** The same entry, whose content was measured again. */
  EntryRecord with(Content measured) {
    return new EntryRecord(
        path, new Content(measured.bytes, measured.digest, scrubbed), collector, source, cut);
  }

  /** The same entry, masked once more. */
  EntryRecord again(Content rewritten) {
    Map<String, Long> sum = new TreeMap<>(scrubbed);
    rewritten.scrubbed.forEach((rule, hits) -> sum.merge(rule, hits, Long::sum));
    Content content = new Content(rewritten.bytes, rewritten.digest, sum);
    return new EntryRecord(path, content, collector, source, cut);
  }

  /** The same entry in another place. */
  EntryRecord at(String newPath) {
    return new EntryRecord(newPath, new Content(bytes, digest, scrubbed), collector, source, cut);
  }

  /** The same entry, of which another source is told. */
  EntryRecord from(@Nullable String shownSource) {
    return new EntryRecord(path, new Content(bytes, digest, scrubbed), collector, shownSource, cut);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path);
    json.put("bytes", bytes);
    json.put("sha256", digest);
    json.put("collector", collector);
    json.put("scrubbed", scrubbed);
    if (source != null) {
      json.put("source", source);
    }
    if (cut != null) {
      json.put("cut", cut);
    }
    return json;
  }

  /** Reads what {@link #toJson} wrote. */
  static EntryRecord fromJson(Map<?, ?> json) {
    Map<String, Long> scrubbed = new TreeMap<>();
    Map<?, ?> hits = Json.object(json, "scrubbed");
    hits.keySet()
        .forEach(rule -> scrubbed.put(rule.toString(), Json.number(hits, rule.toString(), 0)));
    Content content =
        new Content(Json.number(json, "bytes", 0), Json.text(json, "sha256", ""), scrubbed);
    return new EntryRecord(
        Json.text(json, "path", ""),
        content,
        Json.text(json, "collector", ""),
        string(json.get("source")),
        string(json.get("cut")));
  }

  private static @Nullable String string(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** What was written: how much, its hash, what was masked in it. */
  static final class Content {
    final long bytes;
    final String digest;
    final Map<String, Long> scrubbed;

    Content(long bytes, String digest, Map<String, Long> scrubbed) {
      this.bytes = bytes;
      this.digest = digest;
      this.scrubbed = scrubbed;
    }
  }
}
