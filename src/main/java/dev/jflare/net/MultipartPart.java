package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Who a part is: the name and file name of its {@code Content-Disposition} (RFC 7578, section 4.2).
 * The extended {@code filename*} is not read, because that section forbids it in forms.
 */
final class MultipartPart {
  private final String name;
  private final @Nullable String fileName;

  private MultipartPart(String name, @Nullable String fileName) {
    this.name = name;
    this.fileName = fileName;
  }

  String name() {
    return name;
  }

  /** As sent, which may be a path or worse; null when the part is no file. */
  @Nullable
  String fileName() {
    return fileName;
  }

  /** Reads the header block of a part: lines with CRLF between them, no blank line. */
  static MultipartPart of(byte[] head, int length) throws MultipartException {
    String text = new String(head, 0, length, StandardCharsets.UTF_8);
    for (String line : text.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        String value = line.substring("content-disposition:".length());
        String name = parameter(value, "name");
        if (name == null) {
          break;
        }
        return new MultipartPart(name, parameter(value, "filename"));
      }
    }
    throw new MultipartException("a part of the form has no name in its content-disposition");
  }

  /**
   * The boundary a {@code Content-Type} header gives.
   *
   * @throws MultipartException when it is no form, or the boundary is not 1 to 70 characters long
   *     (RFC 2046, section 5.1.1)
   */
  static String boundary(@Nullable String contentType) throws MultipartException {
    String type = contentType == null ? "" : contentType;
    if (!type.trim().toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
      throw new MultipartException("content type: expected multipart/form-data");
    }
    String boundary = parameter(type, "boundary");
    if (boundary == null || boundary.isEmpty() || boundary.length() > 70) {
      throw new MultipartException("content type: expected a boundary of 1 to 70 characters");
    }
    for (int i = 0; i < boundary.length(); i++) {
      if (boundary.charAt(i) < ' ' || boundary.charAt(i) > '~') {
        throw new MultipartException("content type: expected a boundary of printable ASCII");
      }
    }
    return boundary;
  }

  /** The value of a {@code ; name=value} parameter, quoted or not; null when it is not there. */
  private static @Nullable String parameter(String header, String name) {
    int at = header.indexOf(';');
    while (at >= 0 && at < header.length()) {
      int equals = header.indexOf('=', at);
      if (equals < 0) {
        return null;
      }
      String found = header.substring(at + 1, equals).trim();
      int start = skipSpaces(header, equals + 1);
      StringBuilder value = new StringBuilder();
      int end = value(header, start, value);
      if (found.equalsIgnoreCase(name)) {
        return value.toString();
      }
      at = header.indexOf(';', end);
    }
    return null;
  }

  private static int skipSpaces(String header, int from) {
    int at = from;
    while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /**
   * Reads one value and returns where it ends. Only {@code \"} and {@code \\} count as escapes:
   * some browsers send {@code C:\dir\file} without escaping anything.
   */
  private static int value(String header, int start, StringBuilder out) {
    if (start >= header.length() || header.charAt(start) != '"') {
      int end = header.indexOf(';', start);
      int stop = end < 0 ? header.length() : end;
      out.append(header.substring(start, stop).trim());
      return stop;
    }
    int at = start + 1;
    while (at < header.length() && header.charAt(at) != '"') {
      boolean escape =
          header.charAt(at) == '\\'
              && at + 1 < header.length()
              && (header.charAt(at + 1) == '"' || header.charAt(at + 1) == '\\');
      out.append(header.charAt(escape ? at + 1 : at));
      at += escape ? 2 : 1;
    }
    return at;
  }
}
