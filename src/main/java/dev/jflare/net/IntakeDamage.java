package dev.jflare.net;

import dev.jflare.lang.Nullable;

/** Whether what arrived is what the client says it has sent. */
final class IntakeDamage {
  /** The status of tus for it; HTTP has none. A client may send again. */
  static final int STATUS = 460;

  private IntakeDamage() {}

  /**
   * @param announced in hex of any case; null or empty when the client has said nothing
   * @return empty when they agree
   */
  static String of(@Nullable String announced, String arrived) {
    return announced == null || announced.isEmpty() || announced.trim().equalsIgnoreCase(arrived)
        ? ""
        : "the archive that arrived has the SHA-256 "
            + arrived
            + ", and "
            + announced.trim()
            + " was announced: it was damaged on the way, or changed while it was sent";
  }
}
