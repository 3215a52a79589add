package dev.jflare.scrape;

import dev.jflare.lang.Nullable;

/** What came of one request: what the endpoint gave, or why it did not. */
final class Fetch {
  private final String path;
  private final byte[] content;
  private final @Nullable String gap;

  private Fetch(String path, byte[] content, @Nullable String gap) {
    this.path = path;
    this.content = content;
    this.gap = gap;
  }

  static Fetch of(String path, byte[] content) {
    return new Fetch(path, content, null);
  }

  /** Not asked for, and no gap either. */
  static Fetch none(String path) {
    return new Fetch(path, new byte[0], null);
  }

  static Fetch missing(String path, String why) {
    return new Fetch(path, new byte[0], why);
  }

  /** The entry in the flare. */
  String path() {
    return path;
  }

  /** A profile, not compressed, or a text; empty when there is neither. */
  byte[] content() {
    return content;
  }

  /** Why there is nothing; null when there is something, or nothing was asked for. */
  @Nullable
  String gap() {
    return gap;
  }
}
