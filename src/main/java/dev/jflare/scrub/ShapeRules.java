package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rules of {@code shapes.txt}, which also tells its own format. */
final class ShapeRules {
  private static final String FILE = "shapes.txt";

  /** What examples are made of; no vendor gives out a key with these words in it. */
  private static final String SAMPLE = "Xa1b2Yc3d4Ze5f6";

  private static final List<Rule> RULES = Collections.unmodifiableList(read());

  private ShapeRules() {}

  static List<Rule> rules() {
    return RULES;
  }

  private static List<Rule> read() {
    List<Rule> rules = new ArrayList<>();
    Map<String, String> block = new LinkedHashMap<>();
    try (InputStream in = ShapeRules.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing beside " + ShapeRules.class.getName());
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.trim().isEmpty() || line.startsWith("#")) {
          continue;
        }
        if (!line.startsWith(" ")) {
          add(block, rules);
          block.clear();
          block.put("id", line);
        } else {
          String[] field = line.trim().split(" +", 2);
          block.put(field[0], field[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
    add(block, rules);
    return rules;
  }

  private static void add(Map<String, String> block, List<Rule> rules) {
    if (block.isEmpty()) {
      return;
    }
    String[] head = field(block, "id").split(": ", 2);
    Rule.Builder rule =
        Rule.named(head[0], kind(head[1]), field(block, "source"))
            .about(field(block, "about"))
            .shape()
            .text(RegexFinder.masking(field(block, "pattern")));
    @Nullable String hex = block.get("hex");
    if (hex == null) {
      rule.hints(field(block, "hints").split(" "));
    } else {
      rule.hexRun(Integer.parseInt(hex));
    }
    String hit = field(block, "hit");
    int open = hit.indexOf('<');
    int close = hit.indexOf('>');
    String example = filled(hit.replace("<", "").replace(">", ""));
    Near token = Nearby.token(PatternLength.atLeast(field(block, "pattern")));
    if (hex == null && within(example, rule.build().hints, token)) {
      rule.near(token);
    }
    rules.add(
        rule.hit(
                example,
                filled(hit.substring(0, open)) + Ascii.MASK + filled(hit.substring(close + 1)))
            .miss(filled(field(block, "miss")))
            .build());
  }

  /** Whether hints are part of the secret; elsewhere they only announce it. */
  private static boolean within(String example, List<String> hints, Near condition) {
    byte[] text = example.getBytes(StandardCharsets.ISO_8859_1);
    for (String hint : hints) {
      int at = example.indexOf(hint);
      if (at >= 0 && condition.mayHit(text, 0, at, at + hint.length(), text.length)) {
        return true;
      }
    }
    return false;
  }

  private static String field(Map<String, String> block, String name) {
    String value = block.get(name);
    if (value == null) {
      throw new IllegalStateException(FILE + ": a block without " + name + ": " + block);
    }
    return value;
  }

  private static SecretKind kind(String word) {
    return SecretKind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The example with sample characters for its {@code {8}}, {@code {8h}} and {@code {8u}}. */
  private static String filled(String template) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', copied)) {
      int close = template.indexOf('}', open);
      String size = template.substring(open + 1, close);
      boolean hex = size.endsWith("h");
      boolean upper = size.endsWith("u");
      int count = Integer.parseInt(hex || upper ? size.substring(0, size.length() - 1) : size);
      out.append(template, copied, open);
      String sample = hex ? "0123456789abcdef" : upper ? "ABCD2345EFGH67" : SAMPLE;
      for (int i = 0; i < count; i++) {
        out.append(sample.charAt(i % sample.length()));
      }
      copied = close + 1;
    }
    return out.append(template.substring(copied)).toString();
  }
}
