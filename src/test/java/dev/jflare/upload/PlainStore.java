package dev.jflare.upload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A tus server of the plainest kind, at any path, that answers as told before it does what it
 * should; and a place for PUTs.
 */
final class PlainStore implements AutoCloseable {
  /** One request as it came. */
  record Asked(String method, String path, Map<String, String> headers, int bytes) {
    String header(String name) {
      return headers.get(name.toLowerCase());
    }
  }

  /** An answer that is given instead of the right one. */
  record Answer(int status, String body, String... headers) {}

  private final HttpServer server;
  private final Map<String, Queue<Answer>> answers = new HashMap<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private String location = "uploads/1";

  private PlainStore(HttpServer server) {
    this.server = server;
  }

  static PlainStore start() throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PlainStore server = new PlainStore(http);
    http.createContext("/", server::answer);
    http.start();
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next request of this method gets this answer. */
  PlainStore next(String method, int status, String body, String... headers) {
    answers
        .computeIfAbsent(method, key -> new ArrayDeque<>())
        .add(new Answer(status, body, headers));
    return this;
  }

  PlainStore location(String value) {
    location = value;
    return this;
  }

  byte[] stored() {
    return stored.toByteArray();
  }

  List<String> methods() {
    return asked().stream().map(Asked::method).toList();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    byte[] body = exchange.getRequestBody().readAllBytes();
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, all) -> headers.put(name.toLowerCase(), all.get(0)));
    asked.add(new Asked(method, exchange.getRequestURI().toString(), headers, body.length));
    Queue<Answer> told = answers.getOrDefault(method, new ArrayDeque<>());
    Answer answer = told.isEmpty() ? right(exchange, headers, body) : told.poll();
    for (int i = 0; i < answer.headers().length; i += 2) {
      exchange.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
    }
    byte[] text = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean bodiless = method.equals("HEAD") || text.length == 0;
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : text.length);
    if (!bodiless) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(text);
      }
    }
    exchange.close();
  }

  private Answer right(HttpExchange exchange, Map<String, String> headers, byte[] body) {
    String method = headers.getOrDefault("x-http-method-override", exchange.getRequestMethod());
    switch (method) {
      case "OPTIONS":
        return new Answer(204, "", "Tus-Version", "1.0.0", "Tus-Extension", "creation");
      case "POST":
        stored.reset();
        return new Answer(201, "", "Location", location);
      case "HEAD":
        return new Answer(200, "", "Upload-Offset", "" + stored.size());
      case "PATCH":
        stored.writeBytes(body);
        return new Answer(204, "", "Upload-Offset", "" + stored.size());
      case "PUT":
        stored.writeBytes(body);
        return new Answer(200, "");
      default:
        return new Answer(405, "");
    }
  }
}
