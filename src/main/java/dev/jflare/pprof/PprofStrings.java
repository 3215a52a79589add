package dev.jflare.pprof;

import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Rewrites the strings of a profile and nothing else. Every name, label and comment of the format
 * is an index into one table, so this is the one place where a secret can stand in it.
 */
public final class PprofStrings {
  private static final int STRING_TABLE = 6;

  private PprofStrings() {}

  /**
   * A copy of the profile with each string replaced; all other fields stay as they are, byte for
   * byte and in their order. Empty strings, the first of the table among them, are not offered.
   *
   * @param proto a message of profile.proto, not compressed
   * @param each what to write in place of a string; returning the same string keeps its bytes
   * @throws IOException when the bytes are no profile
   */
  public static byte[] map(byte[] proto, UnaryOperator<String> each) throws IOException {
    ProtoReader in = new ProtoReader(proto);
    ProtoWriter out = new ProtoWriter();
    while (in.next()) {
      String before =
          in.field() == STRING_TABLE && in.wireType() == ProtoReader.BYTES ? in.text() : "";
      String after = before.isEmpty() ? before : each.apply(before);
      if (after.equals(before)) {
        out.raw(proto, in.fieldStart(), in.fieldEnd()); // also keeps what is not valid UTF-8
      } else {
        out.text(STRING_TABLE, after);
      }
    }
    return out.toByteArray();
  }
}
