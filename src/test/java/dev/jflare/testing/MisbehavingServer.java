package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A server on loopback that goes wrong in one known way, on every connection. */
public final class MisbehavingServer implements AutoCloseable {
  /** What it does once a request's head has been read. */
  public enum Conduct {
    /** Takes the connection and never reads a byte. */
    NEVER_READS,
    /** Reads 100 kB of the body, then no more, and leaves the connection open. */
    STOPS_READING,
    /** Reads everything and never answers. */
    NEVER_ANSWERS,
    /** Closes in the middle of the body, with a reset because data is unread. */
    RESETS,
    /** Closes without an answer after the head. */
    CLOSES,
    /** Answers 413 in the middle of the body and resets. */
    REFUSES_EARLY,
    /** Answers with less than it promised. */
    CUTS_ANSWER,
    /** Starts its answer and stands still. */
    STALLS_ANSWER,
    /** Sends its answer a byte at a time, 50 ms apart. */
    TRICKLES_ANSWER,
    /** Answers with something that is not HTTP. */
    SPEAKS_SMTP,
    /** Says something that is neither TLS nor HTTP as soon as the connection stands. */
    GREETS,
    /** Sends 100 Continue before the answer. */
    CONTINUES_FIRST
  }

  private final ServerSocket socket;
  private final Conduct conduct;
  private final boolean politeToHead;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Connections connections;

  private MisbehavingServer(ServerSocket socket, Conduct conduct, boolean politeToHead) {
    this.socket = socket;
    this.conduct = conduct;
    this.politeToHead = politeToHead;
  }

  public static MisbehavingServer start(Conduct conduct) throws IOException {
    return start(conduct, false);
  }

  /** Answers HEAD with 404, as the real backend does, and goes wrong with everything else. */
  public static MisbehavingServer startAfterHead(Conduct conduct) throws IOException {
    return start(conduct, true);
  }

  private static MisbehavingServer start(Conduct conduct, boolean politeToHead) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReceiveBufferSize(16 << 10); // so that unread data fills up soon
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    MisbehavingServer server = new MisbehavingServer(socket, conduct, politeToHead);
    server.connections = Connections.of(socket, server::serve);
    return server;
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  public int connections() {
    return connections.count();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    connections.close();
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    if (conduct == Conduct.NEVER_READS) {
      closed.await(30, TimeUnit.SECONDS);
      return;
    }
    if (conduct == Conduct.GREETS) {
      say(connection.getOutputStream(), "220 mail.example.com ESMTP\r\n");
      closed.await(30, TimeUnit.SECONDS);
      return;
    }
    InputStream in = connection.getInputStream();
    String head = Connections.readHead(in);
    boolean hasBody = head.startsWith("POST");
    if (politeToHead && head.startsWith("HEAD")) {
      say(connection.getOutputStream(), "HTTP/1.1 404 Not Found\r\n\r\n");
      return;
    }
    behave(connection, in, hasBody);
  }

  private void behave(Socket connection, InputStream in, boolean hasBody)
      throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    switch (conduct) {
      case STOPS_READING -> {
        in.readNBytes(100_000);
        closed.await(30, TimeUnit.SECONDS);
      }
      case NEVER_ANSWERS -> {
        in.transferTo(OutputStream.nullOutputStream());
        closed.await(30, TimeUnit.SECONDS);
      }
      case RESETS -> {
        in.readNBytes(hasBody ? 100_000 : 0);
        connection.setSoLinger(true, 0);
      }
      case REFUSES_EARLY -> {
        in.readNBytes(100_000);
        say(out, "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 8\r\n\r\ntoo much");
        closed.await(300, TimeUnit.MILLISECONDS); // close() resets: data is unread
      }
      case CUTS_ANSWER -> say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
      case STALLS_ANSWER -> {
        say(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort");
        closed.await(30, TimeUnit.SECONDS);
      }
      case TRICKLES_ANSWER -> {
        say(out, "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
        for (int i = 0; i < 20; i++) {
          closed.await(50, TimeUnit.MILLISECONDS);
          say(out, "x");
        }
      }
      case SPEAKS_SMTP -> say(out, "220 mail.example.com ESMTP\r\n");
      case CONTINUES_FIRST ->
          say(out, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      default -> {}
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
