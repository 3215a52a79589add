package dev.jflare.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks for values in bytes of any kind: as they are, in UTF-16, in Base64 at each of its three
 * offsets, in hexadecimal, and with the escapes of URLs. What is gzip or zip is looked into. In a
 * recording all strings are ASCII or char arrays of varints, which for ASCII are the same bytes.
 */
final class SecretSearch {
  /** Value by form, forms by name of the secret. */
  private final Map<String, Set<String>> forms = new LinkedHashMap<>();

  SecretSearch(Map<String, String> values) {
    values.forEach((name, value) -> forms.put(name, formsOf(value)));
  }

  /** The names of the secrets that are in these bytes. */
  Set<String> in(byte[] bytes) throws IOException {
    Set<String> found = new TreeSet<>();
    String text = new String(bytes, ISO_8859_1);
    forms.forEach(
        (name, ofOne) -> {
          if (ofOne.stream().anyMatch(text::contains)) {
            found.add(name);
          }
        });
    if (text.startsWith("\u001f\u008b")) {
      found.addAll(in(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()));
    }
    if (text.startsWith("PK\u0003\u0004")) {
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
        for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
          found.addAll(in(entry.getName().getBytes(UTF_8)));
          found.addAll(in(zip.readAllBytes()));
        }
      }
    }
    return found;
  }

  Set<String> in(String text) throws IOException {
    return in(text.getBytes(UTF_8));
  }

  private static Set<String> formsOf(String value) {
    Set<String> forms = new LinkedHashSet<>();
    byte[] bytes = value.getBytes(UTF_8);
    forms.add(new String(bytes, ISO_8859_1));
    forms.add(new String(value.getBytes(UTF_16LE), ISO_8859_1));
    forms.add(new String(value.getBytes(UTF_16BE), ISO_8859_1));
    forms.add(URLEncoder.encode(value, UTF_8));
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format(Locale.ROOT, "%02x", b));
    }
    forms.add(hex.toString());
    forms.add(hex.toString().toUpperCase(Locale.ROOT));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      // the letters that hold bits of the neighbours are cut off
      int whole = shifted.length / 3 * 3;
      byte[] aligned = Arrays.copyOfRange(shifted, offset == 0 ? 0 : 3, whole);
      forms.add(Base64.getEncoder().encodeToString(aligned));
      forms.add(Base64.getUrlEncoder().encodeToString(aligned));
    }
    return forms;
  }
}
