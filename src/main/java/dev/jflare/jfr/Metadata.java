package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of one chunk, from its metadata event: a table of strings, then a tree of elements,
 * each with its name, attributes and children.
 */
final class Metadata {
  private static final int DEEPEST = 32;

  /** Ids below it are looked up in an array; the JVM counts its types from 1. */
  private static final int SMALL = 1 << 16;

  private JfrType[] small = new JfrType[256];
  private final List<JfrType> all = new ArrayList<>();
  private final Map<Long, JfrType> large = new HashMap<>();

  private Metadata() {}

  static Metadata read(Cursor cursor, Chunk chunk) throws IOException {
    cursor.seek(chunk.metadata());
    cursor.varlong(); // size
    if (cursor.varlong() != 0) {
      throw cursor.damaged("no metadata event where the header says");
    }
    cursor.varlong(); // start
    cursor.varlong(); // duration
    cursor.varlong(); // id
    List<String> names = new ArrayList<>();
    for (int left = cursor.count(); left > 0; left--) {
      RawString name = RawString.read(cursor);
      names.add(name == null ? "" : name.text());
    }
    Metadata metadata = new Metadata();
    List<Element> classes = new ArrayList<>();
    Element.read(cursor, names, 0).collect("class", classes);
    metadata.define(classes, cursor);
    return metadata;
  }

  private void define(List<Element> classes, Cursor cursor) throws IOException {
    for (Element element : classes) {
      put(new JfrType(element.number("id", cursor), element.text("name")));
    }
    for (Element element : classes) {
      JfrType type = type(element.number("id", cursor), cursor);
      for (Element field : element.children) {
        if (field.name.equals("field")) {
          type.fields.add(
              new JfrType.Field(
                  field.text("name"),
                  type(field.number("class", cursor), cursor),
                  field.text("constantPool").equals("true"),
                  field.text("dimension").equals("1")));
        }
      }
    }
  }

  private void put(JfrType type) {
    all.add(type);
    if (type.id < 0 || type.id >= SMALL) {
      large.put(type.id, type);
      return;
    }
    if (type.id >= small.length) {
      small = Arrays.copyOf(small, Math.max((int) type.id + 1, 2 * small.length));
    }
    small[(int) type.id] = type;
  }

  private @Nullable JfrType find(long id) {
    return id >= 0 && id < small.length ? small[(int) id] : large.get(id);
  }

  /**
   * The type with this id.
   *
   * @throws IOException when there is none: what cannot be understood cannot be masked
   */
  JfrType type(long id, Cursor cursor) throws IOException {
    JfrType type = find(id);
    if (type == null) {
      throw cursor.damaged("type " + id + " is not in the metadata");
    }
    return type;
  }

  boolean has(long id) {
    return find(id) != null;
  }

  /** All types, in the order of the metadata. */
  List<JfrType> types() {
    return all;
  }

  /** Whether there is a type with a name that begins so. */
  boolean hasTypesOf(String prefix) {
    return all.stream().anyMatch(type -> type.name.startsWith(prefix));
  }

  /** An element of the tree. */
  private static final class Element {
    final String name;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final List<Element> children = new ArrayList<>();

    Element(String name) {
      this.name = name;
    }

    static Element read(Cursor cursor, List<String> names, int depth) throws IOException {
      if (depth > DEEPEST) {
        throw cursor.damaged("metadata nests deeper than " + DEEPEST);
      }
      Element element = new Element(name(cursor, names));
      for (int left = cursor.count(); left > 0; left--) {
        element.attributes.put(name(cursor, names), name(cursor, names));
      }
      for (int left = cursor.count(); left > 0; left--) {
        element.children.add(read(cursor, names, depth + 1));
      }
      return element;
    }

    private static String name(Cursor cursor, List<String> names) throws IOException {
      long index = cursor.varlong();
      if (index < 0 || index >= names.size()) {
        throw cursor.damaged("metadata has no string " + index);
      }
      return names.get((int) index);
    }

    void collect(String wanted, List<Element> into) {
      if (name.equals(wanted)) {
        into.add(this);
      }
      for (Element child : children) {
        child.collect(wanted, into);
      }
    }

    String text(String attribute) {
      @Nullable String value = attributes.get(attribute);
      return value == null ? "" : value;
    }

    long number(String attribute, Cursor cursor) throws IOException {
      try {
        return Long.parseLong(text(attribute));
      } catch (NumberFormatException e) {
        throw new IOException(
            cursor.damaged(attribute + " of " + text("name") + " is no number").getMessage(), e);
      }
    }
  }
}
