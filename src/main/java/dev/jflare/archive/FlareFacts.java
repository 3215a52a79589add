package dev.jflare.archive;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of a flare apart from its evidence: why it was taken, of which JVM, when. */
public final class FlareFacts {
  private final Map<String, String> trigger;
  private final Map<String, Object> target;
  private final String root;
  private final long pid;
  private final Instant start;

  /**
   * @param trigger kind and details of what asked for the flare
   * @param target pid, user, main class, Java version, as far as known
   * @param hostName as the system has it; cleaned here for the name of the root folder
   */
  public FlareFacts(Map<String, String> trigger, Map<String, ?> target, String hostName, long pid) {
    this.trigger = Collections.unmodifiableMap(new LinkedHashMap<>(trigger));
    this.target = Collections.unmodifiableMap(new LinkedHashMap<>(target));
    this.root = root(hostName);
    this.pid = pid;
    this.start = Instant.now();
  }

  /**
   * The host name as a folder: other characters become one underscore, 32 at most (reference
   * datadog-flare 2.1).
   */
  static String root(String hostName) {
    String cleaned = hostName.replaceAll("[^a-zA-Z0-9_-]+", "_");
    cleaned = cleaned.substring(0, Math.min(32, cleaned.length()));
    return cleaned.isEmpty() ? "unknown" : cleaned;
  }

  Map<String, String> trigger() {
    return trigger;
  }

  Map<String, Object> target() {
    return target;
  }

  String root() {
    return root;
  }

  long pid() {
    return pid;
  }

  Instant start() {
    return start;
  }
}
