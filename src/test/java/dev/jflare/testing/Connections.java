package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of a server made of sockets, each on a thread of its own: a client that asks
 * twice is not to wait for itself.
 */
final class Connections implements AutoCloseable {
  /** Ends with the client gone, most often: that is what these servers are for. */
  interface Serving {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Serving serving;
  private final AtomicInteger count = new AtomicInteger();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private Connections(ServerSocket socket, Serving serving) {
    this.socket = socket;
    this.serving = serving;
  }

  /** Serves from now on what connects to a bound socket. */
  static Connections of(ServerSocket socket, Serving serving) {
    Connections connections = new Connections(socket, serving);
    start(connections::accept, "accepts");
    return connections;
  }

  int count() {
    return count.get();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        count.incrementAndGet();
        open.add(connection);
        start(() -> serve(connection), "serves");
      } catch (IOException ended) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      serving.serve(connection);
    } catch (IOException | InterruptedException gone) {
      // the client has had enough, which is what most tests are about
    } finally {
      open.remove(connection);
    }
  }

  private static void start(Runnable task, String what) {
    Thread thread = new Thread(task, "misbehaving-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  /** A request's head with the blank line behind it. */
  static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.append((char) b);
    }
    return head.toString();
  }
}
