package dev.jflare.scrub;

/** A secret value and which sort of secret it is; never printed. */
public final class KnownValue {
  private final String value;
  private final String kind;

  KnownValue(String value, String kind) {
    this.value = value;
    this.kind = kind;
  }

  public String value() {
    return value;
  }

  /** A word such as {@code password}. */
  public String kind() {
    return kind;
  }

  /** Without the value. */
  @Override
  public String toString() {
    return kind;
  }
}
