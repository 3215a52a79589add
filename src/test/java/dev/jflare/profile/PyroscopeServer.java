package dev.jflare.profile;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Takes what Pyroscope's agent uploads, recordings of its async-profiler, and keeps them. */
final class PyroscopeServer implements AutoCloseable {
  private final HttpServer server;
  private final Path folder;
  private final List<Path> recordings = new ArrayList<>();

  PyroscopeServer(Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          keep(body);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  synchronized List<Path> recordings() {
    return List.copyOf(recordings);
  }

  /** The part of the multipart body that is a recording, gzipped or not. */
  private synchronized void keep(byte[] body) throws IOException {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int plain = text.indexOf("FLR\0");
    int packed = text.indexOf("\u001f\u008b\b");
    String boundary = "\r\n" + text.substring(0, text.indexOf("\r\n"));
    int end = text.indexOf(boundary, Math.max(plain, packed));
    byte[] recording =
        plain >= 0
            ? Arrays.copyOfRange(body, plain, end)
            : unpacked(Arrays.copyOfRange(body, Math.max(0, packed), end));
    Path file = folder.resolve("upload-" + recordings.size() + ".jfr");
    recordings.add(Files.write(file, recording));
  }

  private static byte[] unpacked(byte[] from) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(from))) {
      return in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
