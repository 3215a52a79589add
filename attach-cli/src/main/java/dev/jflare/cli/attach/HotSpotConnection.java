package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.agent.VirtualMachine.ForHotSpot.Connection;

/**
 * Orders to a HotSpot JVM in its own protocol: for each a new connection, strings that end in a
 * zero byte, an answer up to the end of the stream. Version 1 has always three arguments; version 2
 * (Java 24 and later) has as many as wanted, after their size in bytes.
 */
final class HotSpotConnection implements Connection {
  static final String VERSION_1 = "1";
  static final String VERSION_2 = "2";

  private static final int ARGUMENTS_OF_VERSION_1 = 3;

  private final ListenerDoor door;
  private final Deadline limit;

  HotSpotConnection(ListenerDoor door, Deadline limit) {
    this.door = door;
    this.limit = limit;
  }

  /**
   * Gives one order.
   *
   * @param protocol {@link #VERSION_1} or {@link #VERSION_2}
   * @param argument the command and its arguments
   */
  @Override
  public Answer execute(String protocol, String... argument) throws IOException {
    AttachSocket socket = door.connect(limit);
    try {
      socket.write(request(protocol, argument));
    } catch (IOException refused) {
      // a JVM that does not like what it reads answers and closes early; then the answer says why
      Answer answer = new Answer(socket);
      answer.writeFailed = refused;
      return answer;
    }
    return new Answer(socket);
  }

  static byte[] request(String protocol, String... argument) {
    List<String> words = new ArrayList<>(Arrays.asList(argument));
    if (protocol.equals(VERSION_1)) {
      while (words.size() <= ARGUMENTS_OF_VERSION_1) {
        words.add("");
      }
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    words.forEach(word -> append(body, word));
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    append(request, protocol);
    if (protocol.equals(VERSION_2)) {
      append(request, Integer.toString(body.size()));
    }
    request.write(body.toByteArray(), 0, body.size());
    return request.toByteArray();
  }

  private static void append(ByteArrayOutputStream request, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    request.write(bytes, 0, bytes.length);
    request.write(0);
  }

  @Override
  public void close() {
    // each order has a connection of its own
  }

  /** What the JVM says, as it comes. */
  static final class Answer implements Response {
    private final AttachSocket socket;
    private @Nullable IOException writeFailed;

    private Answer(AttachSocket socket) {
      this.socket = socket;
    }

    @Override
    public int read(byte[] buffer) throws IOException {
      return read(buffer, 0, buffer.length);
    }

    int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return socket.read(buffer, offset, length);
      } catch (IOException e) {
        if (writeFailed != null) {
          e.addSuppressed(writeFailed);
        }
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
