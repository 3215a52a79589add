package dev.jflare.hprof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The texts that may stay readable, made for being asked about every small array of a dump. */
final class KeptTexts {
  private static final int LONGEST = 256;

  private final BitSet lengths = new BitSet();
  private final Map<Integer, byte[][]> byHash = new HashMap<>();

  /**
   * @throws IllegalArgumentException when a text and what is shown for it differ in length
   */
  KeptTexts(Map<String, String> texts) {
    texts.forEach(
        (text, shown) -> {
          if (text.length() != shown.length()) {
            throw new IllegalArgumentException("a text of another length is to be shown");
          }
          byte[] key = text.getBytes(ISO_8859_1);
          boolean latin1 = new String(key, ISO_8859_1).equals(text);
          if (latin1 && key.length > 0 && key.length <= LONGEST) {
            byte[] value = shown.getBytes(ISO_8859_1);
            add(key, value);
            add(value, value); // so that masking again changes nothing
          }
        });
  }

  private void add(byte[] key, byte[] shown) {
    lengths.set(key.length);
    int hash = Arrays.hashCode(key);
    byte[][] there = byHash.getOrDefault(hash, new byte[0][]);
    byte[][] pairs = Arrays.copyOf(there, there.length + 2);
    pairs[there.length] = key;
    pairs[there.length + 1] = shown;
    byHash.put(hash, pairs);
  }

  /** Whether a text of so many characters can be among them. */
  boolean has(long length) {
    return length <= LONGEST && lengths.get((int) length);
  }

  /**
   * What is to be shown for a text.
   *
   * @param stride 1 for bytes in Latin-1, 2 for big-endian characters
   * @return null when it is none of them
   */
  @Nullable
  byte[] shown(byte[] window, int from, int length, int stride) {
    int hash = 1; // as Arrays.hashCode
    for (int i = 0; i < length; i++) {
      int at = from + i * stride;
      if (stride == 2 && window[at] != 0) {
        return null;
      }
      hash = 31 * hash + window[at + stride - 1];
    }
    byte[][] pairs = byHash.getOrDefault(hash, new byte[0][]);
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].length == length && equal(pairs[i], window, from, stride)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  private static boolean equal(byte[] text, byte[] window, int from, int stride) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] != window[from + i * stride + stride - 1]) {
        return false;
      }
    }
    return true;
  }
}
