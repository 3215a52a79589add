package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Version;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The manifest of a flare that was scrubbed once more: sizes, digests and counts are right. */
final class ManifestUpdate {
  private final Scrubber scrubber;
  private final ScrubTally tally;

  /**
   * @param tally what was masked in the entries; what is masked in the manifest is added
   */
  ManifestUpdate(Scrubber scrubber, ScrubTally tally) {
    this.scrubber = scrubber;
    this.tally = tally;
  }

  /**
   * @param root the folder before all paths, with its slash
   * @param contents new contents by full name
   * @param failed why an entry of a full name is not there any more
   * @throws IOException when this is no manifest of a format that is known here
   */
  String of(
      Map<String, Object> manifest,
      String root,
      Map<String, Content> contents,
      Map<String, String> failed)
      throws IOException {
    if (Json.number(manifest, "formatVersion", 0) != Manifest.FORMAT_VERSION) {
      throw new IOException("no manifest of format " + Manifest.FORMAT_VERSION);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    manifest.forEach((key, value) -> json.put(key, scrubbed(key, value)));
    List<Object> entries = new ArrayList<>();
    for (Object entry : Json.list(json, "entries")) {
      Map<Object, Object> updated = new LinkedHashMap<>((Map<?, ?>) entry);
      String name = root + updated.get("path");
      Content content = contents.get(name);
      if (content != null) {
        updated.put("bytes", content.bytes);
        updated.put("sha256", content.digest);
        updated.put("scrubbed", sum(Json.object(updated, "scrubbed"), content.scrubbed));
      }
      if (!failed.containsKey(name)) {
        entries.add(updated);
      }
    }
    json.put("entries", entries);
    json.put("scrubbed", sum(Json.object(json, "scrubbed"), tally.byRule()));
    List<Object> gaps = new ArrayList<>(Json.list(json, "gaps"));
    failed.forEach((name, why) -> gaps.add("redact: " + name + ": " + why));
    json.put("gaps", gaps);
    json.put("complete", gaps.isEmpty());
    Map<String, Object> redacted = new LinkedHashMap<>();
    redacted.put("version", Version.current());
    redacted.put("at", Instant.now().toString());
    redacted.put("scrubbed", tally.byRule());
    json.put("redacted", redacted);
    return Json.pretty(json);
  }

  /** Texts only: the names of rules are keys here and would pass for names of secrets. */
  private @Nullable Object scrubbed(String key, @Nullable Object value) {
    if (value instanceof String) {
      return key.equals("sha256") ? value : scrubber.line((String) value, tally);
    }
    if (value instanceof List) {
      List<Object> list = new ArrayList<>();
      ((List<?>) value).forEach(item -> list.add(scrubbed("", item)));
      return list;
    }
    if (value instanceof Map) {
      Map<Object, Object> map = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((name, item) -> map.put(name, scrubbed("" + name, item)));
      return map;
    }
    return value;
  }

  private static Map<String, Long> sum(Map<?, ?> before, Map<String, Long> more) {
    Map<String, Long> sum = new TreeMap<>(more);
    before
        .keySet()
        .forEach(rule -> sum.merge("" + rule, Json.number(before, "" + rule, 0), Long::sum));
    return sum;
  }
}
