package dev.jflare.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that does exactly what it is told, down to the packet: for what no library would send.
 */
final class RawHttp implements Closeable {
  private final Socket socket;

  RawHttp(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
  }

  RawHttp send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawHttp send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Says that no further request follows; the answer can still be read. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** The socket's own stream, for bodies larger than memory. */
  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Closes with a reset instead of a polite end, as a killed client behind a NAT would. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** How long an answer may take before a SocketTimeoutException. */
  RawHttp patience(int millis) throws IOException {
    socket.setSoTimeout(millis);
    return this;
  }

  /** Status line, headers and body of the next answer; the body by its Content-Length. */
  String answer() throws IOException {
    String head = answerHead();
    int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
    return head + new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }

  /** Status line and headers of the next answer, for one that has no body. */
  String answerHead() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ended after \"" + head + "\"");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** True when the server has closed and nothing more comes. */
  boolean ended() throws IOException {
    return socket.getInputStream().read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
