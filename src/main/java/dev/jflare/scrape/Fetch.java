package dev.jflare.scrape;

import dev.jflare.lang.Nullable;

/** What came of one request for a profile: the profile, or why there is none. */
final class Fetch {
  private final String path;
  private final byte[] proto;
  private final @Nullable String gap;

  private Fetch(String path, byte[] proto, @Nullable String gap) {
    this.path = path;
    this.proto = proto;
    this.gap = gap;
  }

  static Fetch of(String path, byte[] proto) {
    return new Fetch(path, proto, null);
  }

  static Fetch missing(String path, String why) {
    return new Fetch(path, new byte[0], why);
  }

  /** The entry in the flare. */
  String path() {
    return path;
  }

  byte[] proto() {
    return proto;
  }

  /** Why there is no profile; null when there is one. */
  @Nullable
  String gap() {
    return gap;
  }
}
