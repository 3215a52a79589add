package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.UnixDomain;
import dev.jflare.log.Log;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxyChoice;
import dev.jflare.route.ProxyRoute;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.time.Deadline;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP/1.1 client for few and long calls: uploads of any size, scrapes with a window. A call
 * blocks its caller and ends early when the caller is interrupted. One connection for each call,
 * one thread for all of them.
 *
 * <p>Use it from threads of ours only: Netty keeps objects in the thread-locals of whoever calls
 * it, and in a host's thread they would hold our class loader for ever (netty issue 2483).
 */
public final class HttpClient implements Closeable {
  private static final int EXPECTATION_FAILED = 417;
  private static final long REPORT_MILLIS = 200;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ProxyChoice proxies;
  private final TlsEngines tls;
  private final Duration handshakeLimit;
  private final Timeouts timeouts;
  private final LoopThreads threads = new LoopThreads("jflare-net");
  private final EventLoopGroup group;
  private final Dialer dialer;
  private @Nullable UnixSocket socket;

  private HttpClient(
      ProxyChoice proxies, TlsEngines tls, Duration handshakeLimit, Timeouts timeouts) {
    this.proxies = proxies;
    this.tls = tls;
    this.handshakeLimit = handshakeLimit;
    this.timeouts = timeouts;
    // a loop without a group: Netty's global executor announces the end of a group, and its
    // thread then lives for another second
    this.group = new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
    this.dialer = new Dialer(group, timeouts);
  }

  /**
   * @throws IOException when a file of certificates or keys cannot be used
   */
  public static HttpClient open(ProxySettings proxies, TlsSettings tls, Timeouts timeouts, Log log)
      throws IOException {
    NettyLog.install(log);
    TlsEngines engines = TlsEngines.of(tls, log);
    return new HttpClient(new ProxyChoice(proxies, log), engines, tls.handshakeTimeout(), timeouts);
  }

  /**
   * A client all of whose calls go to one UNIX socket; the host in their URLs is only a header.
   *
   * @throws IOException when this Java has no UNIX sockets: they came with Java 16
   */
  public static HttpClient toSocket(Path socket, Timeouts timeouts, Log log) throws IOException {
    SocketAddress address = UnixDomain.address(socket);
    HttpClient client = open(ProxySettings.NONE, TlsSettings.SYSTEM, timeouts, log);
    client.socket = new UnixSocket(client.group, address, timeouts.dial());
    return client;
  }

  /**
   * Makes a call and waits for the answer, whatever its status.
   *
   * @throws HttpFailure when there is no answer
   * @throws InterruptedException when the caller was interrupted; the connection is closed then
   */
  public HttpAnswer exchange(HttpCall call, TransferListener progress, Deadline deadline)
      throws IOException, InterruptedException {
    return run(call, new Hearing(progress, ConnectionListener.NONE), null, deadline);
  }

  /** As {@link #exchange}, told step by step: what a connectivity check looks at. */
  public HttpAnswer observe(HttpCall call, ConnectionListener listener, Deadline deadline)
      throws IOException, InterruptedException {
    return run(call, new Hearing(TransferListener.NONE, listener), null, deadline);
  }

  /** As {@link #exchange}, with the answer's body written to a stream, which stays open. */
  public HttpAnswer download(HttpCall call, OutputStream sink, Deadline deadline)
      throws IOException, InterruptedException {
    return run(call, Hearing.NOBODY, sink, deadline);
  }

  /**
   * Ends all calls and all threads; waits for them, also when interrupted, but not longer than 5 s.
   */
  @Override
  public void close() {
    threads.end(group, Deadline.after(CLOSE_LIMIT));
  }

  private HttpAnswer run(
      HttpCall call, Hearing hearing, @Nullable OutputStream sink, Deadline deadline)
      throws IOException, InterruptedException {
    HttpAnswer answer = attempt(call, hearing, sink, deadline);
    return answer.status() == EXPECTATION_FAILED && call.isAskingFirst()
        ? attempt(call.notAsking(), hearing, sink, deadline)
        : answer;
  }

  private HttpAnswer attempt(
      HttpCall call, Hearing hearing, @Nullable OutputStream sink, Deadline deadline)
      throws IOException, InterruptedException {
    String scheme = String.valueOf(call.url().getScheme());
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
      throw new IllegalArgumentException(call + ": expected http or https");
    }
    ProxyRoute route = route(call);
    hearing.connection.routed(route);
    return attempt(call, route, hearing, sink, deadline);
  }

  private HttpAnswer attempt(
      HttpCall call,
      ProxyRoute route,
      Hearing hearing,
      @Nullable OutputStream sink,
      Deadline deadline)
      throws IOException, InterruptedException {
    Trouble trouble = new Trouble(call, route);
    Way way = new Way(call, route, timeouts.tunnel(), this::secure);
    OutgoingBody body = open(call, trouble);
    Channel channel;
    try {
      UnixSocket only = socket;
      Trouble first = route.isDirect() ? trouble : trouble.atProxy();
      channel =
          only == null
              ? dialer.connect(way, first, hearing.connection, deadline)
              : only.connect(trouble, deadline);
      hearing.connection.connected(addressOf(channel, way));
    } catch (IOException | InterruptedException | RuntimeException notConnected) {
      if (body != null) {
        body.close();
      }
      throw notConnected;
    }
    ProgressMeter meter = new ProgressMeter();
    Exchange exchange = new Exchange(call, body, timeouts, trouble, meter, sink);
    Connection connection =
        new Connection(channel, way, trouble, meter, exchange, hearing.connection);
    try {
      channel.eventLoop().execute(connection::begin);
      HttpAnswer answer = await(exchange, hearing.progress, trouble, deadline);
      if (way.isForwarded() && answer.status() == 407) {
        String offered = Trouble.offered(answer.header("Proxy-Authenticate"));
        throw trouble.refusedByProxy(Kind.PROXY_CREDENTIALS, answer.statusLine() + offered);
      }
      return answer;
    } catch (HttpFailure failure) {
      // refused in the handshake, so nothing is sent twice
      boolean again = failure.kind() == Kind.TLS && exchange.sentBytes() == 0 && tls.fallBack();
      if (!again) {
        throw failure;
      }
      hearing.connection.startsOver();
      return attempt(call, route, hearing, sink, deadline);
    } finally {
      // with the channel goes the body: the event loop may be reading it this very moment
      Dialer.drop(channel);
    }
  }

  /** By name when the connection has been closed again already. */
  private static InetSocketAddress addressOf(Channel channel, Way way) {
    SocketAddress address = channel.remoteAddress();
    return address instanceof InetSocketAddress
        ? (InetSocketAddress) address
        : InetSocketAddress.createUnresolved(way.host(), way.port());
  }

  private ProxyRoute route(HttpCall call) throws HttpFailure {
    try {
      ProxyRoute route = proxies.to(call.url());
      boolean socks = route.kind() == ProxyRoute.Kind.SOCKS5;
      if (socks && !(speakable(route.user()) && speakable(route.password().reveal()))) {
        String limits = "SOCKS5: user and password are limited to 255 ASCII characters each";
        throw new Trouble(call, route).of(Kind.PROXY, limits, null);
      }
      return route;
    } catch (IllegalArgumentException unusable) {
      throw new HttpFailure(
          Kind.PROXY, call.toString(), String.valueOf(unusable.getMessage()), unusable);
    }
  }

  private static @Nullable OutgoingBody open(HttpCall call, Trouble trouble) throws HttpFailure {
    RequestBody body = call.body();
    try {
      return body == null ? null : new OutgoingBody(body.open());
    } catch (IOException unreadable) {
      String why = "the request body cannot be read: " + unreadable.getMessage();
      throw trouble.of(Kind.BODY, why, unreadable);
    }
  }

  /** RFC 1929 leaves the encoding open; Netty takes ASCII. */
  private static boolean speakable(String credential) {
    return credential.length() <= 255 && credential.chars().allMatch(c -> c < 0x80);
  }

  private SslHandler secure(String host, int port) {
    SslHandler handler = new SslHandler(tls.client(host, port));
    handler.setWrapDataSize(OutgoingBody.PIECE_BYTES); // one buffer for its eight records
    handler.setHandshakeTimeoutMillis(handshakeLimit.toMillis());
    return handler;
  }

  private static HttpAnswer await(
      Exchange exchange, TransferListener progress, Trouble trouble, Deadline deadline)
      throws IOException, InterruptedException {
    while (true) {
      long wait = Math.min(REPORT_MILLIS, deadline.remainingMillis());
      try {
        HttpAnswer answer = exchange.result().get(wait, TimeUnit.MILLISECONDS);
        progress.sent(exchange.sentBytes());
        return answer;
      } catch (TimeoutException notYet) {
        if (deadline.expired()) {
          throw trouble.overdue(notYet);
        }
        progress.sent(exchange.sentBytes());
      } catch (ExecutionException failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        throw cause instanceof HttpFailure
            ? (HttpFailure) cause
            : trouble.of(Kind.PROTOCOL, "unexpected: " + cause, cause);
      }
    }
  }

  /** Who wants to know how a call goes. */
  private static final class Hearing {
    static final Hearing NOBODY = new Hearing(TransferListener.NONE, ConnectionListener.NONE);

    private final TransferListener progress;
    private final ConnectionListener connection;

    Hearing(TransferListener progress, ConnectionListener connection) {
      this.progress = progress;
      this.connection = connection;
    }
  }
}
