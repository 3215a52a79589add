package dev.jflare.jfr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masks one chunk in two passes. The first walks all events, masks the strings that stand in them,
 * and notes who refers to which entry of the string pool; the second masks the pool, where one
 * sensitive use is enough.
 */
final class ChunkMask {
  private static final long METADATA_EVENT = 0;
  private static final long POOL_EVENT = 1;
  private static final int DEEPEST = 32;

  /** Names of classes, methods, packages and modules. */
  private static final String SPARED = "jdk.types.Symbol";

  private final Chunk chunk;
  private final StringMask mask;
  private final MaskReport report;
  private final Cursor cursor;
  private final Map<Long, Set<StringField>> uses = new HashMap<>();
  private final Map<StringField, Set<StringField>> single = new HashMap<>();
  private final List<Long> poolEvents = new ArrayList<>();
  private final List<String> foundNames = new ArrayList<>();
  private final List<RawString> found = new ArrayList<>();

  ChunkMask(FileChannel file, Chunk chunk, StringMask mask, MaskReport report) {
    this.chunk = chunk;
    this.mask = mask;
    this.report = report;
    this.cursor = new Cursor(file, chunk.offset(), chunk.end());
  }

  void run() throws IOException {
    if (!chunk.compressed()) {
      throw cursor.damaged("integers are not compressed, which no JVM writes");
    }
    Metadata metadata = Metadata.read(cursor, chunk);
    long offset = chunk.offset() + Chunk.HEADER;
    while (offset < chunk.end()) {
      cursor.seek(offset);
      long size = cursor.varlong();
      if (size <= 0 || size > chunk.end() - offset) {
        throw cursor.damaged("event of " + size + " bytes");
      }
      long type = cursor.varlong();
      if (type == POOL_EVENT) {
        pools(metadata, offset, false);
      } else if (type != METADATA_EVENT) {
        event(metadata.type(type, cursor), offset + size);
      }
      offset += size;
    }
    for (long pool : poolEvents) {
      cursor.seek(pool);
      cursor.varlong();
      cursor.varlong();
      pools(metadata, pool, true);
    }
    cursor.flush();
  }

  private void event(JfrType type, long end) throws IOException {
    if (!type.hasStrings()) {
      return;
    }
    fields(type, 0);
    if (cursor.offset() > end) {
      throw cursor.damaged("event " + type.name + " is longer than its size");
    }
    maskFound(type.name, true);
  }

  /** Pool by pool: type, count, then key and value of each entry. */
  private void pools(Metadata metadata, long event, boolean stringsOnly) throws IOException {
    cursor.varlong(); // start
    cursor.varlong(); // duration
    cursor.varlong(); // distance to the pool event before
    cursor.next(); // kind
    for (int pools = cursor.count(); pools > 0; pools--) {
      JfrType type = metadata.type(cursor.varlong(), cursor);
      boolean strings = type.storage == JfrType.Storage.STRING;
      if (strings && !stringsOnly && (poolEvents.isEmpty() || last(poolEvents) != event)) {
        poolEvents.add(event);
      }
      for (int entries = cursor.count(); entries > 0; entries--) {
        entry(type, cursor.varlong(), stringsOnly);
      }
    }
  }

  private static long last(List<Long> offsets) {
    return offsets.get(offsets.size() - 1);
  }

  private void entry(JfrType type, long key, boolean stringsOnly) throws IOException {
    value(type, "", 0);
    boolean strings = type.storage == JfrType.Storage.STRING;
    if (strings && stringsOnly && !found.isEmpty()) {
      maskPooled(key, found.get(0));
    } else if (!strings && !stringsOnly && !type.name.equals(SPARED)) {
      maskFound(type.name, false);
    }
    foundNames.clear();
    found.clear();
  }

  private void fields(JfrType type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw cursor.damaged("type " + type.name + " nests deeper than " + DEEPEST);
    }
    for (JfrType.Field field : type.fields) {
      int count = field.array ? cursor.count() : 1;
      for (int i = 0; i < count; i++) {
        if (!field.pooled) {
          value(field.type, field.name, depth);
        } else {
          long key = cursor.varlong();
          if (field.type.storage == JfrType.Storage.STRING) {
            foundNames.add(field.name);
            found.add(RawString.reference(key));
          }
        }
      }
    }
  }

  private void value(JfrType type, String name, int depth) throws IOException {
    switch (type.storage) {
      case INTEGER:
        cursor.varlong();
        break;
      case BYTE:
        cursor.next();
        break;
      case FOUR_BYTES:
        cursor.skip(4);
        break;
      case EIGHT_BYTES:
        cursor.skip(8);
        break;
      case STRING:
        RawString string = RawString.read(cursor);
        if (string != null) {
          foundNames.add(name);
          found.add(string);
        }
        break;
      case FIELDS:
        fields(type, depth + 1);
        break;
    }
  }

  /** Masks what {@link #fields} has found in one event or entry and forgets it. */
  private void maskFound(String type, boolean event) throws IOException {
    Map<String, String> siblings = event && found.size() > 1 ? siblings() : Collections.emptyMap();
    for (int i = 0; i < found.size(); i++) {
      RawString string = found.get(i);
      if (string.isReference()) {
        use(string.poolKey(), new StringField(type, foundNames.get(i), Collections.emptyMap()));
      } else {
        StringField field = new StringField(type, foundNames.get(i), siblings);
        report.seen();
        overwrite(string, mask.mask(field, string.text()), field);
      }
    }
    foundNames.clear();
    found.clear();
  }

  private Map<String, String> siblings() {
    Map<String, String> siblings = new HashMap<>();
    for (int i = 0; i < found.size(); i++) {
      if (!found.get(i).isReference()) {
        siblings.put(foundNames.get(i), found.get(i).text());
      }
    }
    return siblings;
  }

  private void use(long key, StringField field) {
    Set<StringField> alone = single.computeIfAbsent(field, Collections::singleton);
    Set<StringField> known = uses.putIfAbsent(key, alone);
    if (known != null && !known.contains(field)) {
      Set<StringField> more = new HashSet<>(known);
      more.add(field);
      uses.put(key, more);
    }
  }

  private void maskPooled(long key, RawString string) throws IOException {
    StringField unused = new StringField("java.lang.String", "", Collections.emptyMap());
    String text = string.text();
    StringBuilder masked = new StringBuilder(text);
    StringField masking = unused;
    report.seen();
    for (StringField field : uses.getOrDefault(key, Collections.singleton(unused))) {
      String one = mask.mask(field, text);
      masking = one.equals(text) ? masking : field;
      for (int i = 0; i < text.length(); i++) {
        if (one.length() != text.length() || one.charAt(i) != text.charAt(i)) {
          masked.setCharAt(i, StringMask.MASKED); // masked where any use is
        }
      }
    }
    overwrite(string, masked.toString(), masking);
  }

  private void overwrite(RawString string, String masked, StringField field) throws IOException {
    if (masked.equals(string.text())) {
      return;
    }
    report.masked(field);
    cursor.overwrite(string.offset(), string.bytes(masked));
  }
}
