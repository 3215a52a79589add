package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.net.HttpCall;

/** The headers every request to the backend has. */
final class Requests {
  /** SHA-256 of the archive in hex, for an intake that checks it before it keeps the flare. */
  static final String SHA256 = "Jflare-Sha256";

  /** The case that an intake has put a resumed flare under, with the answer to its last byte. */
  static final String CASE_ID = "Jflare-Case-Id";

  private Requests() {}

  /** An empty key is sent as an empty header, as the Agent does. */
  static HttpCall stamped(HttpCall call, Secret key) {
    return call.withHeader("User-Agent", "jflare/" + Version.current())
        .withHeader("DD-API-KEY", key.reveal());
  }
}
