package dev.jflare.net;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an upload that can be resumed is going to be, or has become. Immutable. */
final class TusUpload {
  private static final long NO_CASE = -1;

  private final String id;
  private final long length;
  private final Map<String, String> metadata;
  private final @Nullable String caseInPath;
  private final long caseId;

  TusUpload(String id, long length, Map<String, String> metadata, @Nullable String caseInPath) {
    this(id, length, metadata, caseInPath, NO_CASE);
  }

  private TusUpload(
      String id,
      long length,
      Map<String, String> metadata,
      @Nullable String caseInPath,
      long caseId) {
    this.id = id;
    this.length = length;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.caseInPath = caseInPath;
    this.caseId = caseId;
  }

  static TusUpload read(String id, Map<String, Object> json) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Object fields = json.get("metadata");
    if (fields instanceof Map) {
      ((Map<?, ?>) fields)
          .forEach((name, value) -> metadata.put(String.valueOf(name), String.valueOf(value)));
    }
    String caseInPath = Json.text(json, "case_in_path", "");
    return new TusUpload(
        id,
        Json.number(json, "bytes", 0),
        metadata,
        caseInPath.isEmpty() ? null : caseInPath,
        Json.number(json, "case_id", NO_CASE));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bytes", length);
    json.put("metadata", metadata);
    json.put("case_in_path", caseInPath);
    if (isFinished()) {
      json.put("case_id", caseId);
    }
    return json;
  }

  /** The same upload as a flare of this case. */
  TusUpload finishedAs(long flaresCaseId) {
    return new TusUpload(id, length, metadata, caseInPath, flaresCaseId);
  }

  String id() {
    return id;
  }

  /** How many bytes it has when it is complete. */
  long length() {
    return length;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /** The case id of the address it was created at. */
  @Nullable
  String caseInPath() {
    return caseInPath;
  }

  boolean isFinished() {
    return caseId != NO_CASE;
  }

  /** The case of the flare it has become. */
  long caseId() {
    return caseId;
  }
}
