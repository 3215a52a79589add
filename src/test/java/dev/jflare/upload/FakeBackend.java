package dev.jflare.upload;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/**
 * A backend that answers as told and remembers what it was asked; HEAD is answered by 404 at first.
 */
final class FakeBackend implements AutoCloseable {
  /** One answer; a null header is left out. */
  record Reply(int status, String contentType, String location, String body, String retryAfter) {
    Reply(int status, String contentType, String location, String body) {
      this(status, contentType, location, body, null);
    }

    /** An answer that asks to be left alone for a while. */
    static Reply later(int status, String retryAfter) {
      return new Reply(status, "text/plain", null, "later", retryAfter);
    }

    static Reply json(int status, String body) {
      return new Reply(status, "application/json", null, body);
    }

    static Reply text(int status, String body) {
      return new Reply(status, "text/plain", null, body);
    }

    static Reply redirect(int status, String location) {
      return new Reply(status, null, location, "");
    }
  }

  /** One request as it came. */
  record Asked(String method, String path, String key, String agent, String type, long bytes) {}

  private final HttpServer server;
  private final Queue<Reply> heads = new ArrayDeque<>();
  private final Queue<Reply> posts = new ArrayDeque<>();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

  private FakeBackend(HttpServer server) {
    this.server = server;
  }

  static FakeBackend start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FakeBackend backend = new FakeBackend(server);
    server.createContext("/", backend::answer);
    server.start();
    return backend;
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.getAddress().getPort();
  }

  FakeBackend toHead(Reply... replies) {
    heads.addAll(List.of(replies));
    return this;
  }

  FakeBackend toPost(Reply... replies) {
    posts.addAll(List.of(replies));
    return this;
  }

  List<Asked> asked() {
    return new ArrayList<>(asked);
  }

  List<Asked> posted() {
    return asked().stream().filter(request -> request.method().equals("POST")).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    long bytes = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("DD-API-KEY"),
            exchange.getRequestHeaders().getFirst("User-Agent"),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            bytes));
    Reply reply = (head ? heads : posts).poll();
    if (reply == null) {
      reply = Reply.text(404, "");
    }
    if (reply.contentType() != null) {
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    }
    if (reply.location() != null) {
      exchange.getResponseHeaders().set("Location", reply.location());
    }
    if (reply.retryAfter() != null) {
      exchange.getResponseHeaders().set("Retry-After", reply.retryAfter());
    }
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
