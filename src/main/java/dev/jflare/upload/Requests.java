package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.net.HttpCall;

/** The headers every request to the backend has. */
final class Requests {
  private Requests() {}

  /** An empty key is sent as an empty header, as the Agent does. */
  static HttpCall stamped(HttpCall call, Secret key) {
    return call.withHeader("User-Agent", "jflare/" + Version.current())
        .withHeader("DD-API-KEY", key.reveal());
  }
}
