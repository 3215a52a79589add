package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Masks known values in YAML and JSON by their tree, because stars without quotes are neither, and
 * a known number may stand there as a number.
 */
final class KnownTree {
  private final KnownValues known;
  private final ScrubTally tally;

  private KnownTree(KnownValues known, ScrubTally tally) {
    this.known = known;
    this.tally = tally;
  }

  /** What cannot be parsed is masked byte by byte; what has no known value stays as it is. */
  static byte[] masked(TextKind kind, byte[] text, KnownValues known, ScrubTally tally)
      throws IOException {
    KnownTree tree = new KnownTree(known, new ScrubTally());
    byte[] written = text;
    try {
      String string = new String(text, StandardCharsets.UTF_8);
      String masked = kind == TextKind.YAML ? tree.yaml(string) : tree.json(string);
      if (tree.tally.total() > 0) {
        written = masked.getBytes(StandardCharsets.UTF_8);
        tally.merge(tree.tally);
      }
    } catch (IOException unparsable) {
      written = text;
    }
    // what the tree does not show: comments, a value that reaches from one string into the next
    ByteArrayOutputStream out = new ByteArrayOutputStream(written.length);
    known.copy(new ByteArrayInputStream(written), out, tally);
    return out.toByteArray();
  }

  private String yaml(String text) throws IOException {
    StringBuilder out = new StringBuilder();
    for (YamlTree document : YamlTree.all(text)) {
      out.append(out.length() == 0 ? "" : "---\n");
      out.append(YamlTree.write(masked(document.root())));
    }
    return out.toString();
  }

  private String json(String text) throws IOException {
    StringBuilder out = new StringBuilder();
    for (Object value : JsonTree.all(text)) {
      out.append(JsonTree.write(masked(value))).append('\n');
    }
    return out.toString();
  }

  private @Nullable Object masked(@Nullable Object value) {
    if (value instanceof Map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, below) -> out.put(masked(key), masked(below)));
      return out;
    }
    if (value instanceof List) {
      List<Object> out = new ArrayList<>();
      ((List<?>) value).forEach(below -> out.add(masked(below)));
      return out;
    }
    if (value instanceof String || value instanceof Number) {
      String text = value.toString();
      String masked = known.mask(text, tally);
      return masked.equals(text) ? value : masked;
    }
    return value;
  }
}
