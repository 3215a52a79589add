package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
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

  private final Map<Long, JfrType> types = new HashMap<>();

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
      types.put(element.number("id", cursor), new JfrType(element.text("name")));
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

  /**
   * The type with this id.
   *
   * @throws IOException when there is none: what cannot be understood cannot be masked
   */
  JfrType type(long id, Cursor cursor) throws IOException {
    JfrType type = types.get(id);
    if (type == null) {
      throw cursor.damaged("type " + id + " is not in the metadata");
    }
    return type;
  }

  boolean has(long id) {
    return types.containsKey(id);
  }

  /** Whether there is a type with a name that begins so. */
  boolean hasTypesOf(String prefix) {
    return types.values().stream().anyMatch(type -> type.name.startsWith(prefix));
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
