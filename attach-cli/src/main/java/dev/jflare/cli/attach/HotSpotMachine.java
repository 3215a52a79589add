package dev.jflare.cli.attach;

import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.bytebuddy.agent.VirtualMachine.ForHotSpot;

/**
 * A HotSpot JVM as Byte Buddy Agent sees one, over our own connection. Public because Byte Buddy
 * calls it by reflection. Unlike its base class it reads the whole answer to a load: a status of 0
 * in the first line alone also begins a refusal (reference attach 0.1).
 */
public final class HotSpotMachine extends ForHotSpot {
  /** For an order that Byte Buddy gives; whoever wants less interrupts the thread. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final int LONGEST_ANSWER = 1 << 16;

  private final long pid;
  private final HotSpotConnection connection;

  private HotSpotMachine(long pid, HotSpotConnection connection) {
    super(connection);
    this.pid = pid;
    this.connection = connection;
  }

  /** Sends nothing yet. */
  public static HotSpotMachine attach(String pid) {
    ProcessView process = ProcessView.of(Long.parseLong(pid));
    ListenerDoor door = new ListenerDoor(process, Log.NONE);
    return new HotSpotMachine(process.pid(), new HotSpotConnection(door, Deadline.after(LONGEST)));
  }

  /**
   * Has the JVM load an agent.
   *
   * @throws AttachException unless it says that it has
   */
  @Override
  protected void load(String file, boolean isNative, String argument) throws IOException {
    String[] order =
        isNative
            ? new String[] {"load", file, "true", argument}
            : new String[] {"load", "instrument", "false", file + "=" + argument};
    try (HotSpotConnection.Answer answer = connection.execute(HotSpotConnection.VERSION_1, order)) {
      AttachJudge.judgeAnswer(pid, all(answer));
    }
  }

  private static String all(HotSpotConnection.Answer answer) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    for (int n; text.size() < LONGEST_ANSWER && (n = answer.read(buffer)) > 0; ) {
      text.write(buffer, 0, n);
    }
    return new String(text.toByteArray(), StandardCharsets.UTF_8);
  }
}
