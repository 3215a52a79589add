package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server on loopback that reads the head of a request and then does what the test says, in turn.
 */
public final class ScriptedServer implements AutoCloseable {
  private interface Act {
    void on(Socket connection) throws IOException, InterruptedException;
  }

  private static final Act NEXT = connection -> {};

  private final ServerSocket socket;
  private final BlockingQueue<Act> acts = new LinkedBlockingQueue<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private ScriptedServer(ServerSocket socket) {
    this.socket = socket;
  }

  public static ScriptedServer start() throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    Thread thread = new Thread(server::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** Answers without a body. */
  public ScriptedServer say(int status, String headers) {
    return raw("HTTP/1.1 " + status + " Word\r\n" + headers + "Content-Length: 0\r\n\r\n");
  }

  public ScriptedServer raw(String text) {
    acts.add(
        connection -> connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII)));
    return this;
  }

  /** Reads a chunked body of at least so many bytes, to its end. */
  public ScriptedServer readBody(int bytes) {
    acts.add(
        connection -> {
          InputStream in = connection.getInputStream();
          in.readNBytes(bytes);
          until(in, "0\r\n\r\n");
        });
    return this;
  }

  /** Keeps the connection open and says nothing more. */
  public ScriptedServer hold() {
    acts.add(connection -> closed.await(20, TimeUnit.SECONDS));
    return this;
  }

  /** What follows is for the next connection. */
  public ScriptedServer nextConnection() {
    acts.add(NEXT);
    return this;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Of the requests, one for each connection. */
  public List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(10_000);
        heads.add(until(connection.getInputStream(), "\r\n\r\n"));
        for (Act act = acts.poll(5, TimeUnit.SECONDS);
            act != null && act != NEXT;
            act = acts.poll()) {
          act.on(connection);
        }
      } catch (IOException | InterruptedException gone) {
        // the client has had enough, or the test is over
      }
    }
  }

  private static String until(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("closed before " + end.strip());
      }
      text.append((char) b);
    }
    return text.toString();
  }
}
