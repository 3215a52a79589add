package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** How a value may be written: as it is, escaped for a format, in Base64, in UTF-16. */
final class ValueForms {
  /** A shorter form would be found by chance. */
  private static final int SHORTEST = 6;

  /** What the kernel keeps of a thread's name, in bytes (proc_pid_comm(5)). */
  private static final int LONGEST_COMM = 15;

  /** Behind a name in a table. */
  private static final String COLUMN_GAP = "  ";

  private static final String UNRESERVED = "-_.~";

  private final List<byte[]> forms = new ArrayList<>();

  private ValueForms() {}

  /** All different forms, the plain one first. */
  static List<byte[]> of(String value) {
    ValueForms all = new ValueForms();
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    all.add(plain);
    all.add(escaped(value, false));
    all.add(escaped(value, true));
    all.add(escaped(value, false).replace("/", "\\/"));
    all.add(value.replace("\\", "\\\\").replace("=", "\\=").replace(":", "\\:"));
    all.addXml(value);
    all.addUrl(value);
    all.addBase64(plain);
    all.addUtf16(value);
    all.addCut(value);
    return all.forms;
  }

  /** As it ends in a table of threads when the kernel has cut it off within the value. */
  private void addCut(String value) {
    for (int length = SHORTEST; length < Math.min(value.length(), LONGEST_COMM + 1); length++) {
      String beginning = value.substring(0, length);
      if (SecretWorth.known(beginning)) {
        add(beginning + COLUMN_GAP);
      }
    }
  }

  private void add(String form) {
    add(form.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] form) {
    if (form.length >= SHORTEST && forms.stream().noneMatch(have -> Arrays.equals(have, form))) {
      forms.add(form);
    }
  }

  /** As in a JSON string (RFC 8259), optionally with everything that is no ASCII as a number. */
  private static String escaped(String value, boolean numbers) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int named = "\"\\\n\r\t\b\f".indexOf(c);
      if (named >= 0) {
        out.append('\\').append("\"\\nrtbf".charAt(named));
      } else if (c < ' ' || (numbers && c > '~')) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private void addXml(String value) {
    String content = value.replace("&", "&amp;").replace("<", "&lt;");
    add(content);
    String both = content.replace(">", "&gt;");
    add(both);
    String attribute = both.replace("\"", "&quot;");
    add(attribute);
    add(attribute.replace("'", "&apos;"));
    add(attribute.replace("'", "&#39;"));
  }

  private void addUrl(String value) {
    String uri = percent(value, UNRESERVED);
    String form = percent(value, "-_.*").replace("%20", "+");
    add(form);
    add(uri);
    add(lowerHex(form));
    add(lowerHex(uri));
    // what may stand in a path or a query as it is (RFC 3986, pchar)
    add(percent(value, UNRESERVED + "!$'(),:;@"));
  }

  private static String percent(String value, String kept) {
    StringBuilder out = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      boolean letter = b >= 0 && Character.isLetterOrDigit(b);
      if (letter || (b >= 0 && kept.indexOf(b) >= 0)) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return out.toString();
  }

  private static String lowerHex(String encoded) {
    StringBuilder out = new StringBuilder(encoded);
    for (int i = out.indexOf("%"); i >= 0 && i + 2 < out.length(); i = out.indexOf("%", i + 1)) {
      out.replace(i, i + 3, out.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }

  /**
   * The characters that are the value's alone, for each of the three places within a group of three
   * bytes at which it may start, in both alphabets (RFC 4648).
   */
  private void addBase64(byte[] plain) {
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + plain.length];
      System.arraycopy(plain, 0, shifted, before, plain.length);
      int first = (before * 8 + 5) / 6;
      int last = shifted.length * 8 / 6;
      String encoded = Base64.getEncoder().encodeToString(shifted).substring(first, last);
      add(encoded);
      add(encoded.replace('+', '-').replace('/', '_'));
    }
  }

  /** Without the outer zeros, so that one form stands for both byte orders of Latin letters. */
  private void addUtf16(String value) {
    byte[] big = value.getBytes(StandardCharsets.UTF_16BE);
    byte[] little = value.getBytes(StandardCharsets.UTF_16LE);
    add(big[0] == 0 ? Arrays.copyOfRange(big, 1, big.length) : big);
    add(little[little.length - 1] == 0 ? Arrays.copyOf(little, little.length - 1) : little);
  }
}
