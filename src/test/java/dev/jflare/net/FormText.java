package dev.jflare.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a form as a client would, part by part, so that a test can break any of it. */
final class FormText {
  static final String BOUNDARY = "5a".repeat(30);
  static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  FormText field(String name, String value) {
    return add("--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\""
            + name
            + "\"\r\n\r\n")
        .add(value + "\r\n");
  }

  FormText file(String fileName, byte[] content) {
    fileHead(fileName);
    bytes.writeBytes(content);
    return add("\r\n");
  }

  FormText fileHead(String fileName) {
    return add(
        "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"flare_file\"; filename=\""
            + fileName
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
  }

  FormText add(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** With the final boundary. */
  byte[] end() {
    return add("--" + BOUNDARY + "--\r\n").bytes();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The form of the reference, fields after the file included. */
  static byte[] usual(String caseId, byte[] archive) {
    return new FormText()
        .field("case_id", caseId)
        .field("email", "jane@example.com")
        .field("source", "local")
        .file("jflare.zip", archive)
        .field("agent_version", "0.1.0")
        .field("hostname", "shop-1")
        .end();
  }

  /** The head of an upload with a length. */
  static String head(int length) {
    return "POST /support/flare HTTP/1.1\r\nHost: x\r\nContent-Type: "
        + CONTENT_TYPE
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /** The head of an upload without one. */
  static String chunkedHead() {
    return "POST /support/flare HTTP/1.1\r\nHost: x\r\nContent-Type: "
        + CONTENT_TYPE
        + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }
}
