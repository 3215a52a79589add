package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A hint, and which rules it wakes under which condition. */
final class HintWord {
  private final byte[] text;
  private final boolean anyCase;

  /** Its rules, by their place in the set, and what each wants to see around it. */
  private final List<Integer> rules = new ArrayList<>();

  private final List<Near> conditions = new ArrayList<>();

  /** Which two bytes of the word, this one and the next, are looked for in a text. */
  private int offset;

  HintWord(String word, boolean anyCase) {
    this.text = word.getBytes(StandardCharsets.ISO_8859_1);
    this.anyCase = anyCase;
  }

  /** A word that stands for all runs of so many digits. */
  static HintWord run(int length) {
    return new HintWord(Ascii.stars(length), true);
  }

  void wakes(int rule, Near condition) {
    rules.add(rule);
    conditions.add(condition);
  }

  int length() {
    return text.length;
  }

  byte at(int index) {
    return text[index];
  }

  /** This byte of the word as it may be written. */
  byte[] cases(int index) {
    byte lower = lower(text[index]);
    boolean both = anyCase && lower >= 'a' && lower <= 'z';
    return both ? new byte[] {lower, (byte) (lower - ('a' - 'A'))} : new byte[] {text[index]};
  }

  void lookFor(int index) {
    this.offset = index;
  }

  /** Marks what may follow the two bytes. */
  void allowThird(boolean[] bytes) {
    if (offset + 2 >= text.length) {
      Arrays.fill(bytes, true);
      return;
    }
    for (byte b : cases(offset + 2)) {
      bytes[b & 0xff] = true;
    }
  }

  /** Where the word starts whose two bytes are here; -1 when they are not its. */
  int start(byte[] in, int from, int pair, int to) {
    int start = pair - offset;
    if (start < from || to - start < text.length) {
      return -1;
    }
    for (int i = 0; i < text.length; i++) {
      byte b = in[start + i];
      if (b != text[i] && !(anyCase && lower(b) == lower(text[i]))) {
        return -1;
      }
    }
    return start;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  /** Adds the rules that the word wakes here. */
  void wake(byte[] in, int from, int start, int end, int to, RuleBits bits) {
    for (int i = 0; i < conditions.size(); i++) {
      int rule = rules.get(i);
      if (!bits.has(rule) && conditions.get(i).mayHit(in, from, start, end, to)) {
        bits.set(rule);
      }
    }
  }

  /** Whether the word wakes some rule here. */
  boolean wakesOne(byte[] in, int from, int start, int end, int to) {
    for (Near condition : conditions) {
      if (condition.mayHit(in, from, start, end, to)) {
        return true;
      }
    }
    return false;
  }
}
