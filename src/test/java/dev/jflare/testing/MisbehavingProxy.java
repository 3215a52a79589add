package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An HTTP proxy on loopback that goes wrong in one known way; it never reaches a destination. */
public final class MisbehavingProxy implements AutoCloseable {
  /** What it does once a request's head has been read. */
  public enum Conduct {
    /** Says nothing and keeps the connection. */
    STALLS(""),
    /** Starts to say yes and closes. */
    CUTS("HTTP/1.1 200 Conn"),
    /** Answers in another protocol. */
    GARBAGE("220 mail.example.com ESMTP\r\n\r\n"),
    DEMANDS_BASIC(
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
            + "Content-Length: 1000\r\n\r\nand a body that never ends"),
    DEMANDS_NEGOTIATE(
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\n"
            + "Proxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"),
    FORBIDS("HTTP/1.1 403 Not On My Watch\r\nContent-Length: 0\r\n\r\n"),
    BAD_GATEWAY("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"),
    /** A success, but not the one that opens a tunnel. */
    CREATED("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"),
    NO_REASON("HTTP/1.1 599\r\nContent-Length: 0\r\n\r\n"),
    /** Opens the tunnel and closes it at once. */
    CLOSES_AFTER_CONNECT("HTTP/1.1 200 OK\r\n\r\n"),
    /** Says yes a byte at a time, 20 ms apart, and then reads without an answer. */
    DRIPS("HTTP/1.1 200 OK\r\n\r\n"),
    /** Forwards nothing, but answers as if it had. */
    ANSWERS_ITSELF("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    private final String answer;

    Conduct(String answer) {
      this.answer = answer;
    }
  }

  private final ServerSocket socket;
  private final Conduct conduct;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> heads = new CopyOnWriteArrayList<>();

  private MisbehavingProxy(ServerSocket socket, Conduct conduct) {
    this.socket = socket;
    this.conduct = conduct;
  }

  public static MisbehavingProxy start(Conduct conduct) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    MisbehavingProxy proxy = new MisbehavingProxy(socket, conduct);
    Thread thread = new Thread(proxy::accept, "misbehaving-proxy");
    thread.setDaemon(true);
    thread.start();
    return proxy;
  }

  /** {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The heads of the requests, byte for byte. */
  public List<String> heads() {
    return heads;
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        connection.setSoTimeout(10_000);
        heads.add(readHead(connection.getInputStream()));
        behave(connection);
      } catch (IOException | InterruptedException gone) {
        // the client has had enough, which is what most tests are about
      }
    }
  }

  private void behave(Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    for (byte b : conduct.answer.getBytes(StandardCharsets.US_ASCII)) {
      out.write(b);
      closed.await(conduct == Conduct.DRIPS ? 20 : 0, TimeUnit.MILLISECONDS);
    }
    switch (conduct) {
      case STALLS, DEMANDS_BASIC -> closed.await(10, TimeUnit.SECONDS);
      case DRIPS -> connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      case ANSWERS_ITSELF -> connection.getInputStream().read();
      default -> {}
    }
  }

  private static String readHead(InputStream in) throws IOException {
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
