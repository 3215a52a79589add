package dev.jflare.collect;

import dev.jflare.lang.Nullable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Lines of {@code /proc/net/tcp}, {@code tcp6}, {@code udp} and {@code udp6}, see proc_pid_net(5).
 */
final class SocketTable {
  /** The kernel's numbers from 1, include/net/tcp_states.h. */
  private static final String[] STATES = {
    "?",
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "NEW_SYN_RECV"
  };

  private SocketTable() {}

  /** One socket. */
  static final class Socket {
    final String local;
    final String remote;
    final String state;
    final long sendQueueBytes;
    final long receiveQueueBytes;
    final long inode;

    private Socket(String[] fields) {
      local = address(fields[1]);
      remote = address(fields[2]);
      int number = Integer.parseInt(fields[3], 16);
      state = number < STATES.length ? STATES[number] : fields[3];
      int colon = fields[4].indexOf(':');
      sendQueueBytes = Long.parseLong(fields[4].substring(0, colon), 16);
      receiveQueueBytes = Long.parseLong(fields[4].substring(colon + 1), 16);
      inode = Long.parseLong(fields[9]);
    }
  }

  /** Reads a line; null for the heading and for what is no line. */
  static @Nullable Socket parse(String line) {
    String[] fields = line.trim().split("\\s+");
    if (fields.length < 10 || fields[1].indexOf(':') < 0 || !fields[0].endsWith(":")) {
      return null;
    }
    try {
      return new Socket(fields);
    } catch (RuntimeException strange) {
      return null;
    }
  }

  /** {@code 0100007F:1F90} is 127.0.0.1:8080: words in the order of the machine, the port not. */
  static String address(String text) {
    int colon = text.indexOf(':');
    String hex = text.substring(0, colon);
    ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
    for (int i = 0; i < hex.length(); i += 8) {
      bytes.putInt(Integer.parseUnsignedInt(hex.substring(i, i + 8), 16));
    }
    int port = Integer.parseInt(text.substring(colon + 1), 16);
    try {
      InetAddress address = InetAddress.getByAddress(bytes.array()); // looks nothing up
      String host = address.getHostAddress();
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    } catch (UnknownHostException wrongLength) {
      return text;
    }
  }
}
