package dev.jflare.archive;

import dev.jflare.json.Json;
import dev.jflare.lang.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code manifest.json}: what is in the archive, how it came to be, and what is missing. Format 1
 * is described in src/docs/archive-format.md.
 */
final class Manifest {
  static final int FORMAT_VERSION = 1;

  private final FlareFacts facts;
  private final List<CollectorRecord> collectors;
  private final List<EntryRecord> entries;
  private final List<String> leftOut;

  Manifest(
      FlareFacts facts,
      List<CollectorRecord> collectors,
      List<EntryRecord> entries,
      List<String> leftOut) {
    this.facts = facts;
    this.collectors = collectors;
    this.entries = entries;
    this.leftOut = leftOut;
  }

  /** What is missing, one line each: {@code collector: why}. */
  List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    for (CollectorRecord collector : collectors) {
      if (collector.status.isGap() && (collector.error != null || collector.gaps.isEmpty())) {
        String why = collector.error == null ? collector.status.word() : collector.error;
        gaps.add(collector.id + ": " + why);
      }
      if (collector.status.isGap()) {
        collector.gaps.forEach(gap -> gaps.add(collector.id + ": " + gap));
      }
    }
    gaps.addAll(leftOut);
    return gaps;
  }

  List<EntryRecord> entries() {
    return Collections.unmodifiableList(entries);
  }

  Map<String, Long> scrubbedByRule() {
    Map<String, Long> sum = new TreeMap<>();
    for (EntryRecord entry : entries) {
      entry.scrubbed.forEach((rule, hits) -> sum.merge(rule, hits, Long::sum));
    }
    return sum;
  }

  String json(Instant end) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("formatVersion", FORMAT_VERSION);
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("name", "jflare");
    tool.put("version", Version.current());
    tool.put("java", System.getProperty("java.version", "unknown"));
    json.put("tool", tool);
    json.put("trigger", facts.trigger());
    json.put("target", facts.target());
    json.put("start", facts.start().toString());
    json.put("end", end.toString());
    json.put("complete", gaps().isEmpty());
    json.put("gaps", gaps());
    json.put("scrubbed", scrubbedByRule());
    List<Object> collectorList = new ArrayList<>();
    collectors.forEach(collector -> collectorList.add(collector.toJson()));
    json.put("collectors", collectorList);
    List<Object> entryList = new ArrayList<>();
    entries.forEach(entry -> entryList.add(entry.toJson()));
    json.put("entries", entryList);
    return Json.pretty(json);
  }
}
