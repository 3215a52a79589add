package dev.jflare.net;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One flare that has arrived: where it is and what came with it. */
public final class IntakeFlare {
  private final long caseId;
  private final Path archive;
  private final Path form;
  private final Map<String, String> fields;
  private final long bytes;
  private final String sha256;
  private final Instant received;

  IntakeFlare(long caseId, Path archive, Path form, IntakeArrival content, Instant received) {
    this.caseId = caseId;
    this.archive = archive;
    this.form = form;
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(content.fields()));
    this.bytes = content.bytes();
    this.sha256 = content.sha256();
    this.received = received;
  }

  /** The number the client was told: the one it gave, or a new one. */
  public long caseId() {
    return caseId;
  }

  /** The archive, in the folder of its case. */
  public Path archive() {
    return archive;
  }

  /** The JSON file beside the archive, with all that is known here. */
  public Path form() {
    return form;
  }

  /** The simple fields of the form in the order they came: {@code email}, {@code source}, ... */
  public Map<String, String> fields() {
    return fields;
  }

  /** Size of the archive. */
  public long bytes() {
    return bytes;
  }

  /** SHA-256 of the archive as 64 lower-case hex digits, taken from what came over the wire. */
  public String sha256() {
    return sha256;
  }

  public Instant received() {
    return received;
  }
}
