package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.util.Map;

/** Where in a recording a string stands. */
public final class StringField {
  private final String type;
  private final String name;
  private final Map<String, String> siblings;

  StringField(String type, String name, Map<String, String> siblings) {
    this.type = type;
    this.name = name;
    this.siblings = siblings;
  }

  /** The event's type, such as {@code jdk.SystemProcess}, or that of a constant pool. */
  public String type() {
    return type;
  }

  /** The field's name; of a field within a field, the inner one. */
  public String name() {
    return name;
  }

  /**
   * Another string of the same event, such as the key of a property.
   *
   * @return null when there is none or it is known only to a constant pool
   */
  public @Nullable String sibling(String field) {
    return siblings.get(field);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StringField
        && ((StringField) other).type.equals(type)
        && ((StringField) other).name.equals(name)
        && ((StringField) other).siblings.equals(siblings);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + name.hashCode()) + siblings.hashCode();
  }

  @Override
  public String toString() {
    return type + "." + name;
  }
}
