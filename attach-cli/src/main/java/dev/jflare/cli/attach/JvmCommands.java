package dev.jflare.cli.attach;

import dev.jflare.jvm.JavaHome;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What {@code jcmd} does, over our own connection: diagnostic commands that the JVM carries out
 * itself, without an agent. From Java 24 on a JVM sends its answer while it works, and the
 * application stands still for as long as nobody reads (measured: 4 s); we have it answer when it
 * is done. Java 16 and later on Linux, HotSpot targets.
 */
public final class JvmCommands {
  /** The first Java with version 2 of the protocol (JDK-8319055). */
  private static final int FIRST_WITH_VERSION_2 = 24;

  private final ProcessView process;
  private final ListenerDoor door;
  private final boolean mayStream;
  private @Nullable Boolean asksForNoStream;

  private JvmCommands(ProcessView process, Log log) {
    this.process = process;
    this.door = new ListenerDoor(process, log);
    int feature = JavaHome.of(process).feature();
    this.mayStream = feature == 0 || feature >= FIRST_WITH_VERSION_2;
  }

  /** For one JVM; sends nothing yet. The caller has made sure that attaching is allowed. */
  public static JvmCommands of(ProcessView process, Log log) {
    return new JvmCommands(process, log);
  }

  /** Whether this Java and this JVM are such that commands can be given. */
  public static boolean possible(ProcessView process) {
    return new HotSpotRoad(process).attempt().isAvailable();
  }

  /**
   * Has the JVM carry out a command.
   *
   * @param line as {@code jcmd} takes it: {@code Thread.print -l}
   * @param limit for all of it, until the last byte is read
   * @return what it prints; to be closed. A refusal that the JVM prints without a status is in
   *     there
   * @throws IOException when the JVM cannot be reached or says that the command failed
   */
  public InputStream run(String line, Deadline limit) throws IOException {
    HotSpotConnection connection = new HotSpotConnection(door, limit);
    return answer(
        line,
        withoutStream(connection)
            ? connection.execute(HotSpotConnection.VERSION_2, "jcmd streaming=0", line)
            : connection.execute(HotSpotConnection.VERSION_1, "jcmd", line));
  }

  private synchronized boolean withoutStream(HotSpotConnection connection) throws IOException {
    if (!mayStream) {
      return false;
    }
    @Nullable Boolean known = asksForNoStream;
    if (known == null) {
      known = knowsStreaming(connection);
      asksForNoStream = known;
    }
    return known;
  }

  /** A JVM with version 2 answers {@code 2 option,option}; others do not know the question. */
  private boolean knowsStreaming(HotSpotConnection connection) throws IOException {
    try (InputStream answer =
        answer(
            "getversion",
            connection.execute(HotSpotConnection.VERSION_1, "getversion", "options"))) {
      String[] said = text(answer).trim().split("[ ,]");
      return said[0].equals("2") && Arrays.asList(said).contains("streaming");
    } catch (AttachException refused) {
      return false;
    }
  }

  private InputStream answer(String line, HotSpotConnection.Answer answer) throws IOException {
    boolean good = false;
    AnswerStream stream = new AnswerStream(answer);
    try {
      String status = stream.firstLine();
      good = status.equals("0");
      if (!good) {
        String word = line.split(" ", 2)[0];
        throw new AttachException(
            AttachProblem.COMMAND_FAILED,
            status.isEmpty()
                ? "JVM " + process.pid() + " ended the connection without an answer"
                : "JVM " + process.pid() + " refuses " + word + ": " + text(stream).trim(),
            null);
      }
      return stream;
    } finally {
      if (!good) {
        stream.close();
      }
    }
  }

  private static String text(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    for (int n; text.size() < 1 << 16 && (n = in.read(buffer)) > 0; ) {
      text.write(buffer, 0, n);
    }
    return new String(text.toByteArray(), StandardCharsets.UTF_8);
  }

  /** The answer behind its first line. */
  private static final class AnswerStream extends InputStream {
    private static final int LONGEST_STATUS = 20;

    private final HotSpotConnection.Answer answer;

    AnswerStream(HotSpotConnection.Answer answer) {
      this.answer = answer;
    }

    String firstLine() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = read(); c >= 0 && c != '\n' && line.length() < LONGEST_STATUS; c = read()) {
        line.append((char) c);
      }
      return line.toString();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return answer.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return answer.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
      answer.close();
    }
  }
}
