package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Says which rule hits where in one text. Confined to one thread. */
final class Explanation {
  /** A longer line is taken in pieces, each with the same number. */
  private static final int LONGEST_PIECE = 1 << 20;

  private final Consumer<ScrubbedLine> each;

  Explanation(Consumer<ScrubbedLine> each) {
    this.each = each;
  }

  /**
   * A text line by line.
   *
   * @param in gives no byte of the next line before it is asked for one, if it counts by itself
   * @param tally what the scrub counts into
   */
  void lines(InputStream in, LineScrub scrub, ScrubTally tally) throws IOException {
    int number = 1;
    while (true) {
      ScrubTally before = tally.copy();
      String line = next(in);
      if (line.isEmpty()) {
        return;
      }
      boolean ended = line.endsWith("\n");
      String masked = scrub.next(ended ? line.substring(0, line.length() - 1) : line);
      ScrubTally hits = tally.since(before);
      if (hits.total() > 0) {
        String shown = masked == null ? "" : masked;
        byte[] bytes = shown.getBytes(StandardCharsets.ISO_8859_1);
        each.accept(new ScrubbedLine(number, new String(bytes, StandardCharsets.UTF_8), hits));
      }
      number += ended ? 1 : 0;
    }
  }

  private static String next(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(200);
    int c = 0;
    while (c != '\n' && line.size() < LONGEST_PIECE && (c = in.read()) != -1) {
      line.write(c);
    }
    return new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  /**
   * YAML or JSON by its keys.
   *
   * @param source where the keys are looked for, in their order, to know the lines
   * @param scrubs makes what scrubs one value into a tally
   */
  void tree(String source, List<?> documents, Function<ScrubTally, ObjectScrub> scrubs) {
    Walk walk = new Walk(source, scrubs);
    documents.forEach(document -> walk.value("", "", document));
  }

  /** From key to key, in the order of the text. */
  private final class Walk {
    private final String source;
    private final Function<ScrubTally, ObjectScrub> scrubs;
    private int position;
    private int line = 1;

    Walk(String source, Function<ScrubTally, ObjectScrub> scrubs) {
      this.source = source;
      this.scrubs = scrubs;
    }

    /**
     * @return how many hits were told of
     */
    long value(String path, String key, @Nullable Object value) {
      go(key);
      int here = line;
      ScrubTally tally = new ScrubTally();
      Object masked = scrubs.apply(tally).masked(key, value);
      long told = 0;
      if (value instanceof Map && masked instanceof Map) {
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          String name = String.valueOf(entry.getKey());
          told += value(path.isEmpty() ? name : path + "." + name, name, entry.getValue());
        }
      } else if (value instanceof List && masked instanceof List) {
        int index = 0;
        for (Object item : (List<?>) value) {
          told += value(path + "[" + index++ + "]", "", item);
        }
      }
      if (tally.total() > told) {
        each.accept(new ScrubbedLine(here, path + ": " + masked, tally));
      }
      return Math.max(told, tally.total());
    }

    /** Moves on to the next place where this key stands. */
    private void go(String key) {
      int found = key.isEmpty() ? -1 : source.indexOf(key, position);
      for (; position < found; position++) {
        line += source.charAt(position) == '\n' ? 1 : 0;
      }
    }
  }
}
