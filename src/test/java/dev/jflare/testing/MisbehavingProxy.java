package dev.jflare.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP proxy on loopback that goes wrong in one known way, at once or after some that went well.
 */
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
    FORBIDS("HTTP/1.1 403 Not On My Watch\r\nContent-Length: 21\r\n\r\n<b>the policy said</b>"),
    BAD_GATEWAY("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 20\r\n\r\n<b>nobody there</b>\n"),
    /** A success, but not the one that opens a tunnel. */
    CREATED("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"),
    NO_REASON("HTTP/1.1 599\r\nContent-Length: 0\r\n\r\n"),
    /** Opens the tunnel and closes it at once. */
    CLOSES_AFTER_CONNECT("HTTP/1.1 200 OK\r\n\r\n"),
    /** Says yes a byte at a time, 20 ms apart, and then reads without an answer. */
    DRIPS("HTTP/1.1 200 OK\r\n\r\n"),
    /** As {@link #DRIPS}, a second apart. */
    DRIPS_EACH_SECOND("HTTP/1.1 200 \r\n\r\n"),
    /** Forwards nothing, but answers as if it had. */
    ANSWERS_ITSELF("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
    /** Takes the connection and never reads a byte. */
    NEVER_READS(""),
    /** Answers with a reset. */
    RESETS(""),
    /** Forwards the first 100 kB of what it is sent, and closes. */
    CUTS_THE_BODY(""),
    /** As {@link #CUTS_THE_BODY}, with a reset. */
    RESETS_THE_BODY(""),
    /** As {@link #CUTS_THE_BODY}, but keeps the connection and reads no more. */
    STALLS_THE_BODY("");

    private final String answer;

    Conduct(String answer) {
      this.answer = answer;
    }
  }

  private static final Charset US_ASCII = StandardCharsets.US_ASCII;
  private static final long CUT_BYTES = 100_000;

  private final ServerSocket socket;
  private final Conduct conduct;
  private final int good;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private Connections connections;

  private MisbehavingProxy(ServerSocket socket, Conduct conduct, int good) {
    this.socket = socket;
    this.conduct = conduct;
    this.good = good;
  }

  public static MisbehavingProxy start(Conduct conduct) throws IOException {
    return startAfter(0, conduct);
  }

  /** Does what a proxy should for this many connections, and goes wrong from the next one on. */
  public static MisbehavingProxy startAfter(int good, Conduct conduct) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    MisbehavingProxy proxy = new MisbehavingProxy(socket, conduct, good);
    proxy.connections = Connections.of(socket, proxy::serve);
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
    connections.close();
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    connection.setSoTimeout(10_000);
    if (conduct == Conduct.NEVER_READS && heads.size() >= good) {
      closed.await(10, TimeUnit.SECONDS);
      return;
    }
    String head = Connections.readHead(connection.getInputStream());
    heads.add(head);
    if (heads.size() <= good) {
      forward(head, connection, Long.MAX_VALUE);
    } else {
      behave(head, connection);
    }
  }

  private void behave(String head, Socket connection) throws IOException, InterruptedException {
    OutputStream out = connection.getOutputStream();
    for (byte b : conduct.answer.getBytes(US_ASCII)) {
      out.write(b);
      closed.await(pauseMillis(), TimeUnit.MILLISECONDS);
    }
    switch (conduct) {
      case STALLS, DEMANDS_BASIC -> closed.await(10, TimeUnit.SECONDS);
      case DRIPS, DRIPS_EACH_SECOND ->
          connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      case ANSWERS_ITSELF -> connection.getInputStream().read();
      case RESETS -> connection.setSoLinger(true, 0);
      case CUTS_THE_BODY -> forward(head, connection, CUT_BYTES);
      case RESETS_THE_BODY -> {
        forward(head, connection, CUT_BYTES);
        connection.setSoLinger(true, 0);
      }
      case STALLS_THE_BODY -> {
        forward(head, connection, CUT_BYTES);
        closed.await(10, TimeUnit.SECONDS);
      }
      default -> {}
    }
  }

  private long pauseMillis() {
    return conduct == Conduct.DRIPS ? 20 : conduct == Conduct.DRIPS_EACH_SECOND ? 1_000 : 0;
  }

  /** Passes on a request or opens a tunnel, up to so many bytes of the client's. */
  private static void forward(String head, Socket client, long limit) throws IOException {
    boolean connect = head.startsWith("CONNECT ");
    String target = head.split(" ")[1];
    URI url = URI.create(connect ? "tunnel://" + target : target);
    try (Socket server = new Socket(url.getHost(), url.getPort())) {
      if (connect) {
        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
      } else {
        String path = head.replace(target, url.getRawPath());
        String once = path.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        server.getOutputStream().write(once.getBytes(US_ASCII));
      }
      Thread back = new Thread(() -> pumpBack(server, client), "misbehaving-proxy-back");
      back.setDaemon(true);
      back.start();
      byte[] piece = new byte[8_192];
      long passed = 0;
      int n;
      while (passed < limit && (n = client.getInputStream().read(piece)) >= 0) {
        server.getOutputStream().write(piece, 0, n);
        passed += n;
      }
    }
  }

  private static void pumpBack(Socket server, Socket client) {
    try {
      server.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException over) {
      // one of them has ended
    }
  }
}
