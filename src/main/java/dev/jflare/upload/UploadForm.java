package dev.jflare.upload;

import dev.jflare.lang.Version;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is said about an archive along with it. Empty fields are left out. */
public final class UploadForm {
  private final String caseId;
  private final String email;
  private final String source;
  private final String taskId;
  private final String agentVersion;
  private final String hostname;

  private UploadForm(Builder from) {
    caseId = from.caseId;
    email = from.email;
    source = from.source;
    taskId = from.taskId;
    agentVersion = from.agentVersion;
    hostname = from.hostname;
  }

  public static Builder newBuilder() {
    return new Builder();
  }

  public String caseId() {
    return caseId;
  }

  public String email() {
    return email;
  }

  /** {@code local} or {@code remote-config}. */
  public String source() {
    return source;
  }

  /** The task of a flare that was asked for remotely. */
  public String taskId() {
    return taskId;
  }

  public String agentVersion() {
    return agentVersion;
  }

  /** Never empty: {@code unknown} when it is not known. */
  public String hostname() {
    return hostname;
  }

  /** This form, with these where it has no case or address of its own. */
  UploadForm withDefaults(String otherCaseId, String otherEmail) {
    return newBuilder()
        .caseId(caseId.isEmpty() ? otherCaseId : caseId)
        .email(email.isEmpty() ? otherEmail : email)
        .source(source)
        .taskId(taskId)
        .agentVersion(agentVersion)
        .hostname(hostname)
        .build();
  }

  /** All that is not empty, by the names of the form. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("case_id", caseId);
    fields.put("email", email);
    fields.put("source", source);
    fields.put("rc_task_uuid", taskId);
    fields.put("agent_version", agentVersion);
    fields.put("hostname", hostname);
    fields.values().removeIf(String::isEmpty);
    return fields;
  }

  /** Collects the fields of a form. */
  public static final class Builder {
    private String caseId = "";
    private String email = "";
    private String source = "local";
    private String taskId = "";
    private String agentVersion = Version.current();
    private String hostname = "unknown";

    private Builder() {}

    public Builder caseId(String value) {
      caseId = value.trim();
      return this;
    }

    public Builder email(String value) {
      email = value.trim();
      return this;
    }

    public Builder source(String value) {
      source = value;
      return this;
    }

    public Builder taskId(String value) {
      taskId = value;
      return this;
    }

    public Builder agentVersion(String value) {
      agentVersion = value;
      return this;
    }

    public Builder hostname(String value) {
      hostname = value.isEmpty() ? "unknown" : value;
      return this;
    }

    public UploadForm build() {
      return new UploadForm(this);
    }
  }
}
