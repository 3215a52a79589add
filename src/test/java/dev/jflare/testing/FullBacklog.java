package dev.jflare.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A port on loopback that lets nobody connect and refuses nobody either: its queue is full, so the
 * system drops what comes, as a firewall does.
 */
public final class FullBacklog implements AutoCloseable {
  private static final int MANY = 64;

  private final ServerSocket socket;
  private final List<Socket> waiting = new ArrayList<>();

  private FullBacklog(ServerSocket socket) {
    this.socket = socket;
  }

  /** Skips the test on a system that queues without end or refuses. */
  public static FullBacklog open() throws IOException {
    FullBacklog full = new FullBacklog(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    boolean deaf = full.fill();
    if (!deaf) {
      full.close();
    }
    assumeTrue(deaf, "this system's queue of connections does not fill up");
    return full;
  }

  private boolean fill() throws IOException {
    for (int i = 0; i < MANY; i++) {
      Socket one = new Socket();
      waiting.add(one);
      try {
        one.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()), 200);
      } catch (SocketTimeoutException full) {
        return true;
      }
    }
    return false;
  }

  public URI url(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    for (Socket one : waiting) {
      one.close();
    }
    socket.close();
  }
}
