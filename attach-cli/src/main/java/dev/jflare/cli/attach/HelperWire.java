package dev.jflare.cli.attach;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What this program and its helper, which runs as the target's user, tell each other: a letter,
 * then texts and numbers as {@link DataOutputStream} has them. The helper's words come from another
 * user and are not trusted.
 */
final class HelperWire {
  /** To the helper: stop, and bring what there is. */
  static final int CANCEL = 'C';

  /** To the helper: leave the agent's jar where it is. */
  static final int KEEP = 'K';

  /** From the helper: the agent is loaded; what the JVM said, the road, the jar. */
  static final int LOADED = 'L';

  /** From the helper: the agent is not loaded; {@link AttachProblem} and message. */
  static final int PROBLEM = 'P';

  /** From the helper: it failed at something; message. */
  static final int FAILED = 'X';

  /** From the helper: an event of the agent's, JSON. */
  static final int EVENT = 'E';

  /** From the helper: a file; relative path, length, content. */
  static final int FILE = 'F';

  /** From the helper: a secret value that the agent has learnt, and its kind. */
  static final int VALUE = 'V';

  /** From the helper, the last: the agent's result, JSON. */
  static final int RESULT = 'R';

  /** Longer than any event or result of our agent. */
  private static final int LONGEST_TEXT = 1 << 24;

  private HelperWire() {}

  static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of " + length + " bytes is not from our helper");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** One message. */
  static void send(DataOutputStream out, int kind, String... texts) throws IOException {
    synchronized (out) {
      out.write(kind);
      for (String text : texts) {
        text(out, text);
      }
      out.flush();
    }
  }
}
