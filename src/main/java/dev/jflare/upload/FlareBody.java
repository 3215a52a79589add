package dev.jflare.upload;

import dev.jflare.lang.Hex;
import dev.jflare.net.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;

/**
 * An archive and its form as multipart/form-data (RFC 7578), byte for byte as the Datadog Agent
 * writes it: version and host name come after the file.
 *
 * <pre>
 *   --boundary CRLF  Content-Disposition: form-data; name="case_id" CRLF CRLF 123
 *   CRLF --boundary CRLF  ... name="flare_file"; filename="x.zip" CRLF Content-Type: ... CRLF CRLF bytes
 *   CRLF --boundary CRLF  ... name="agent_version" ...
 *   CRLF --boundary-- CRLF
 * </pre>
 */
final class FlareBody implements RequestBody {
  private static final int BOUNDARY_BYTES = 30;

  private final Path archive;
  private final UploadForm form;
  private final String boundary = newBoundary();

  /** Each body has a boundary of its own, so each attempt does. */
  FlareBody(Path archive, UploadForm form) {
    this.archive = archive;
    this.form = form;
  }

  @Override
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  @Override
  public InputStream open() throws IOException {
    return new SequenceInputStream(
        Collections.enumeration(
            Arrays.asList(bytes(head()), Files.newInputStream(archive), bytes(tail()))));
  }

  private String head() {
    StringBuilder out = new StringBuilder();
    field(out, "case_id", form.caseId());
    field(out, "email", form.email());
    field(out, "source", form.source());
    field(out, "rc_task_uuid", form.taskId());
    String name = quoted(archive.getFileName().toString());
    part(out, "flare_file\"; filename=\"" + name, "Content-Type: application/octet-stream\r\n");
    return out.toString();
  }

  private String tail() {
    StringBuilder out = new StringBuilder("\r\n");
    field(out, "agent_version", form.agentVersion());
    field(out, "hostname", form.hostname());
    return out.append("--").append(boundary).append("--\r\n").toString();
  }

  private void field(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      part(out, name, "");
      out.append(value).append("\r\n");
    }
  }

  private void part(StringBuilder out, String name, String header) {
    out.append("--").append(boundary).append("\r\n");
    out.append("Content-Disposition: form-data; name=\"").append(name).append("\"\r\n");
    out.append(header).append("\r\n");
  }

  /**
   * Quotes and backslashes as Go does; line ends as browsers do, so that no header can be forged.
   */
  private static String quoted(String name) {
    return name.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\r", "%0D")
        .replace("\n", "%0A");
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String newBoundary() {
    byte[] random = new byte[BOUNDARY_BYTES];
    new SecureRandom().nextBytes(random);
    return Hex.of(random);
  }
}
