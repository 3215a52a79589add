package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where known values stand in one string, in characters; those that overlap are one. */
final class KnownSpans {
  private final List<int[]> spans = new ArrayList<>();

  private KnownSpans() {}

  /** Null when there is none, which is nearly always. */
  static @Nullable KnownSpans of(ByteMachine machine, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteMachine.Walk walk = machine.new Walk();
    KnownSpans found = null;
    while (machine.step(bytes, bytes.length, walk)) {
      found = found == null ? new KnownSpans() : found;
      found.add(walk.at - walk.length(), walk.at);
    }
    if (found != null && bytes.length != text.length()) {
      found.toCharacters(bytes);
    }
    return found;
  }

  private void add(int start, int end) {
    int from = start;
    while (!spans.isEmpty() && spans.get(spans.size() - 1)[1] > from) {
      from = Math.min(from, spans.remove(spans.size() - 1)[0]);
    }
    spans.add(new int[] {from, end});
  }

  private void toCharacters(byte[] utf8) {
    int at = 0;
    int character = 0;
    for (int[] span : spans) {
      for (int i = 0; i < 2; i++) {
        int to = span[i];
        for (; at < to; at++) {
          int b = utf8[at] & 0xff;
          // the first byte of each sequence counts, that of four bytes as two
          character += (b & 0xc0) == 0x80 ? 0 : b >= 0xf0 ? 2 : 1;
        }
        span[i] = character;
      }
    }
  }

  int size() {
    return spans.size();
  }

  int start(int i) {
    return spans.get(i)[0];
  }

  int end(int i) {
    return spans.get(i)[1];
  }

  String replaced(String text, ScrubTally tally) {
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    for (int[] span : spans) {
      out.append(text, copied, span[0]).append(Ascii.MASK);
      copied = span[1];
    }
    tally.add(KnownValues.RULE, spans.size());
    return out.append(text, copied, text.length()).toString();
  }
}
