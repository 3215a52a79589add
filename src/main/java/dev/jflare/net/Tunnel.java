package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpFailure.Kind;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.socksx.v5.Socks5AuthMethod;
import io.netty.handler.codec.socksx.v5.Socks5CommandResponse;
import io.netty.handler.codec.socksx.v5.Socks5CommandStatus;
import io.netty.handler.codec.socksx.v5.Socks5InitialResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthResponse;
import io.netty.handler.codec.socksx.v5.Socks5PasswordAuthStatus;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/**
 * Watches a proxy's handshake. Netty's handlers speak it; this one sits in front of them and reads
 * along, because they tell a refusal only as a text, and only after its whole body has come.
 */
final class Tunnel extends ChannelInboundHandlerAdapter {
  /** Where a connection keeps its tunnel: a pipeline forgets its handlers when it is closed. */
  static final AttributeKey<Tunnel> KEY = AttributeKey.valueOf(Tunnel.class, "tunnel");

  static final String PROXY = "proxy";
  static final String WITNESS = "proxy-witness";

  private static final int OK = 200;

  private final ProxyHandler handler;
  private final @Nullable SslHandler toProxy;
  private @Nullable Refusal refusal;
  private boolean provisional;

  Tunnel(ProxyHandler handler, @Nullable SslHandler toProxy) {
    this.handler = handler;
    this.toProxy = toProxy;
  }

  /** TLS to the proxy itself; null when it is spoken to in the clear. */
  @Nullable
  SslHandler toProxy() {
    return toProxy;
  }

  /** Done when the way to the destination is open, or will never be. */
  Future<Channel> standing() {
    return handler.connectFuture();
  }

  /** Why the tunnel does not stand. */
  HttpFailure failure(Throwable reported, Trouble trouble) {
    Refusal said = refusal;
    if (said != null) {
      return trouble.refusedByProxy(said.kind, said.words);
    }
    Throwable cause = reported.getCause();
    if (!(reported instanceof ProxyConnectException) || cause != null) {
      return trouble.atProxy().connected(cause == null ? reported : cause);
    }
    String text = String.valueOf(reported.getMessage());
    if (text.endsWith("timeout")) {
      double seconds = handler.connectTimeoutMillis() / 1000.0;
      return trouble.of(
          Kind.PROXY_TIMEOUT,
          "timeout: no answer from the proxy within " + seconds + " s (jflare.proxy_timeout)",
          reported);
    }
    return text.endsWith("disconnected")
        ? trouble.of(Kind.PROXY, "the proxy closed the connection without an answer", reported)
        : trouble.of(Kind.PROXY, "the proxy does not speak its protocol: " + text, reported);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (isProvisional(message)) {
      ReferenceCountUtil.release(message);
      return;
    }
    Refusal said = refusal == null ? judge(message) : refusal;
    if (said == null) {
      context.fireChannelRead(message);
      return;
    }
    refusal = said;
    ReferenceCountUtil.release(message);
    Dialer.drop(context.channel());
  }

  /**
   * An answer of 1xx and what ends it: the real one is still to come (RFC 9110 section 15.2), and
   * Netty's handler would take this one for it.
   */
  private boolean isProvisional(Object message) {
    if (message instanceof HttpResponse) {
      provisional = ((HttpResponse) message).status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    return provisional && message instanceof HttpObject;
  }

  private static @Nullable Refusal judge(Object message) {
    if (message instanceof HttpResponse) {
      return judge((HttpResponse) message);
    }
    if (message instanceof Socks5InitialResponse) {
      boolean none =
          Socks5AuthMethod.UNACCEPTED.equals(((Socks5InitialResponse) message).authMethod());
      return none ? new Refusal(Kind.PROXY_CREDENTIALS, "no acceptable way to log in") : null;
    }
    if (message instanceof Socks5PasswordAuthResponse) {
      boolean in =
          Socks5PasswordAuthStatus.SUCCESS.equals(((Socks5PasswordAuthResponse) message).status());
      return in ? null : new Refusal(Kind.PROXY_CREDENTIALS, "user or password not accepted");
    }
    return message instanceof Socks5CommandResponse
        ? judge(((Socks5CommandResponse) message).status())
        : null;
  }

  /** Only 200 opens a tunnel, as in Go; the text is the reason phrase, and no body is read. */
  private static @Nullable Refusal judge(HttpResponse response) {
    int status = response.status().code();
    if (response.decoderResult().isFailure()) {
      return new Refusal(Kind.PROXY, "its answer is not HTTP");
    }
    if (status == OK) {
      return null;
    }
    String reason = response.status().reasonPhrase();
    String words = status + " " + (reason.isEmpty() ? "unknown status code" : reason);
    if (status == 407) {
      String offers =
          String.join(", ", response.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE));
      return new Refusal(Kind.PROXY_CREDENTIALS, words + Trouble.offered(offers));
    }
    return new Refusal(status >= 500 ? Kind.PROXY_GATEWAY : Kind.PROXY_DENIED, words);
  }

  /** RFC 1928 section 6. */
  private static @Nullable Refusal judge(Socks5CommandStatus status) {
    if (Socks5CommandStatus.SUCCESS.equals(status)) {
      return null;
    }
    boolean denied = Socks5CommandStatus.FORBIDDEN.equals(status);
    return new Refusal(denied ? Kind.PROXY_DENIED : Kind.PROXY_GATEWAY, status.toString());
  }

  /** What a proxy said instead of yes. */
  private static final class Refusal {
    private final Kind kind;
    private final String words;

    Refusal(Kind kind, String words) {
      this.kind = kind;
      this.words = words;
    }
  }
}
