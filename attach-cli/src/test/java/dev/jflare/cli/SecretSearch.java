package dev.jflare.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
  /** Forms by their first four bytes, so that one walk over the bytes is enough. */
  private final Map<Integer, List<Form>> forms = new HashMap<>();

  /** Which hashes of four bytes may begin a form. */
  private final BitSet beginnings = new BitSet(HASHES);

  private static final int HASHES = 1 << 16;

  SecretSearch(Map<String, String> values) {
    values.forEach((name, value) -> formsOf(value).forEach(form -> add(name, form)));
  }

  private void add(String name, String form) {
    byte[] bytes = form.getBytes(ISO_8859_1);
    int beginning = four(bytes, 0);
    beginnings.set(hash(beginning));
    forms.computeIfAbsent(beginning, any -> new ArrayList<>()).add(new Form(name, bytes));
  }

  private record Form(String name, byte[] bytes) {
    boolean at(byte[] all, int from) {
      int to = from + bytes.length;
      return to <= all.length && Arrays.equals(all, from, to, bytes, 0, bytes.length);
    }
  }

  private static int four(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  private static int hash(int four) {
    return (four * 0x9e3779b1) >>> 16;
  }

  /** The names of the secrets that are in these bytes. */
  Set<String> in(byte[] bytes) throws IOException {
    Set<String> found = new TreeSet<>();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    for (int i = 0; i + 4 <= bytes.length; i++) {
      int four = all.getInt(i);
      if (beginnings.get(hash(four))) {
        for (Form form : forms.getOrDefault(four, List.of())) {
          if (form.at(bytes, i)) {
            found.add(form.name());
          }
        }
      }
    }
    String text = new String(bytes, 0, Math.min(4, bytes.length), ISO_8859_1);
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
