package dev.jflare.archive;

import dev.jflare.archive.Staging.Hashing;
import dev.jflare.json.Json;
import dev.jflare.lang.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process collected and scrubbed for another to pack: a staging folder with a description,
 * {@code part.json}.
 */
final class Part {
  private static final String DESCRIPTION = "part.json";
  private static final OpenOption[] READ_NO_LINKS = {
    StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS
  };

  private final Staging staging;
  private final Map<String, Object> json;
  private final List<CollectorRecord> collectors = new ArrayList<>();

  private Part(Staging staging, Map<String, Object> json) {
    this.staging = staging;
    this.json = json;
    for (Object collector : Json.list(json, "collectors")) {
      collectors.add(CollectorRecord.fromJson((Map<?, ?>) collector));
    }
  }

  static void save(
      Staging staging,
      List<CollectorRecord> collectors,
      List<EntryRecord> entries,
      Permissions permissions,
      List<String> creation)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    List<Object> collectorList = new ArrayList<>();
    collectors.forEach(collector -> collectorList.add(collector.toJson()));
    json.put("collectors", collectorList);
    List<Object> entryList = new ArrayList<>();
    entries.forEach(entry -> entryList.add(entry.toJson()));
    json.put("entries", entryList);
    json.put("permissions", permissions.rows());
    json.put("creation", creation);
    Path unfinished = staging.unfinished();
    Files.write(unfinished, Json.line(json).getBytes(StandardCharsets.UTF_8));
    Files.move(
        unfinished, staging.folder().resolve(DESCRIPTION), StandardCopyOption.REPLACE_EXISTING);
  }

  static Part load(Path folder) throws IOException {
    Path description = folder.resolve(DESCRIPTION);
    if (!Files.isRegularFile(description, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("the agent left no " + DESCRIPTION);
    }
    String text;
    try (InputStream in = Files.newInputStream(description, READ_NO_LINKS)) {
      text = new String(Streams.readAll(in), StandardCharsets.UTF_8);
    }
    return new Part(Staging.ofPart(folder), Json.readObject(text));
  }

  List<CollectorRecord> collectors() {
    return collectors;
  }

  List<EntryRecord> entries() {
    List<EntryRecord> entries = new ArrayList<>();
    for (Object entry : Json.list(json, "entries")) {
      entries.add(EntryRecord.fromJson((Map<?, ?>) entry));
    }
    return entries;
  }

  List<String> creation() {
    List<String> lines = new ArrayList<>();
    Json.list(json, "creation").forEach(line -> lines.add(String.valueOf(line)));
    return lines;
  }

  Map<String, String> permissions() {
    Map<String, String> rows = new LinkedHashMap<>();
    Json.object(json, "permissions")
        .forEach((path, row) -> rows.put(String.valueOf(path), String.valueOf(row)));
    return rows;
  }

  /** Adds a gap to the collector that an entry belonged to. */
  void gap(String collector, String gap) {
    for (CollectorRecord record : collectors) {
      if (record.id.equals(collector)) {
        record.gaps.add(gap);
      }
    }
  }

  /**
   * Copies one entry into another staging folder.
   *
   * @return the entry as it is there
   * @throws IOException when it is not there as a plain file, or not as it was written
   */
  EntryRecord take(EntryRecord entry, Staging target) throws IOException {
    EntryPath.check(entry.path);
    Path source = staging.entry(entry.path);
    if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is not there as a plain file");
    }
    Path unfinished = target.unfinished();
    try (InputStream in = Files.newInputStream(source, READ_NO_LINKS);
        Hashing out = target.write(unfinished);
        Hashing check = new Hashing(out, Digest.Kind.CRC_32)) {
      Streams.copy(in, check);
      check.flush();
      if (!check.content(Collections.emptyMap()).digest.equals(entry.digest)) {
        throw new IOException("its content changed on the way");
      }
      target.place(unfinished, entry.path);
      return entry.with(out.content(Collections.emptyMap()));
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
