package dev.jflare.scrape;

import java.io.IOException;

/**
 * Tells a pprof profile from anything else a server may answer with, by walking the top level of
 * the message: known fields, complete, with sample types and a string table that starts with "".
 * Does not look inside samples.
 *
 * @see <a href="https://github.com/google/pprof/blob/main/proto/profile.proto">profile.proto</a>
 */
final class ProfileCheck {
  /** The last field of message Profile: doc_url. */
  private static final int LAST_FIELD = 15;

  private static final int SAMPLE_TYPE = 1;
  private static final int STRING_TABLE = 6;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final byte[] proto;
  private int at;

  private ProfileCheck(byte[] proto) {
    this.proto = proto;
  }

  /**
   * @param proto the message, not compressed
   * @throws IOException when it is no profile; says why
   */
  static void check(byte[] proto) throws IOException {
    new ProfileCheck(proto).walk();
  }

  private void walk() throws IOException {
    boolean typed = false;
    boolean named = false;
    while (at < proto.length) {
      long tag = varint();
      long field = tag >>> 3;
      if (field < 1 || field > LAST_FIELD) {
        throw new IOException("not a pprof profile: it has an unknown field " + field);
      }
      int type = (int) tag & 7;
      if (type == VARINT) {
        varint();
      } else if (type == BYTES) {
        long length = skip(varint());
        if (field == STRING_TABLE && !named && length != 0) {
          throw new IOException("not a pprof profile: its first string is not empty");
        }
        typed |= field == SAMPLE_TYPE;
        named |= field == STRING_TABLE;
      } else {
        throw new IOException("not a pprof profile: wire type " + type + " in field " + field);
      }
    }
    if (!typed || !named) {
      throw new IOException("not a pprof profile: it has no sample type or no string table");
    }
  }

  private long skip(long length) throws IOException {
    if (length < 0 || length > proto.length - at) {
      throw new IOException("not a pprof profile, or cut short");
    }
    at += (int) length;
    return length;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64 && at < proto.length; shift += 7) {
      byte b = proto[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("not a pprof profile, or cut short");
  }
}
