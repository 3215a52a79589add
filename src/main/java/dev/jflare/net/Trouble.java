package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxyRoute;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Makes the failures of one call: every message carries the request and the way it took, and never
 * a credential.
 */
final class Trouble {
  private final HttpCall call;
  private final ProxyRoute route;
  private final String stage;

  Trouble(HttpCall call, ProxyRoute route) {
    this(call, route, "");
  }

  private Trouble(HttpCall call, ProxyRoute route, String stage) {
    this.call = call;
    this.route = route;
    this.stage = stage;
  }

  /** For what happens between here and the proxy. */
  Trouble atProxy() {
    return new Trouble(call, route, "at the proxy: ");
  }

  HttpFailure of(Kind kind, String what, @Nullable Throwable cause) {
    return new HttpFailure(kind, call + " (" + route + ")", stage + what, cause);
  }

  /** The proxy has answered, but not with yes. */
  HttpFailure refusedByProxy(Kind kind, String words) {
    String setting = "proxy." + call.url().getScheme();
    switch (kind) {
      case PROXY_CREDENTIALS:
        return of(
            kind,
            "the proxy wants "
                + (route.hasCredentials() ? "other credentials: " : "credentials: ")
                + words
                + " (set them in "
                + setting
                + ", as in http://user:password@host:port)",
            null);
      case PROXY_DENIED:
        return of(kind, "the proxy refuses to connect to this destination: " + words, null);
      case PROXY_GATEWAY:
        return of(kind, "the proxy cannot connect to this destination: " + words, null);
      default:
        return of(kind, "the proxy cannot be used: " + words + " (" + setting + ")", null);
    }
  }

  /** Said when a proxy offers nothing that is spoken here, which is Basic alone. */
  static String offered(@Nullable String schemes) {
    boolean known =
        schemes == null || schemes.isEmpty() || schemes.toLowerCase(Locale.ROOT).contains("basic");
    return known ? "" : "; it offers " + schemes + ", and only Basic is spoken here";
  }

  /** A failure before the TLS handshake was complete. */
  HttpFailure handshake(Throwable cause) {
    return cause instanceof ClosedChannelException
        ? of(Kind.TLS, "the peer closed the connection in the TLS handshake", cause)
        : connected(cause);
  }

  /** The caller's own limit has passed. */
  HttpFailure overdue(Throwable last) {
    return of(Kind.DEADLINE, "timeout: the time for this call is over", last);
  }

  /** A failure to connect to one address. */
  HttpFailure connecting(String address, Throwable cause) {
    String text = textOf(cause);
    String where = " to " + address;
    if (cause instanceof ConnectTimeoutException || text.contains("timed out")) {
      String what = "timeout while connecting" + where + " (jflare.dial_timeout)";
      return of(Kind.CONNECT_TIMEOUT, what, cause);
    }
    if (cause instanceof NoRouteToHostException || text.contains("unreachable")) {
      return of(Kind.UNREACHABLE, "network unreachable on the way" + where, cause);
    }
    if (cause instanceof ConnectException) {
      return of(Kind.REFUSED, "connection refused, trying to connect" + where, cause);
    }
    return of(Kind.UNREACHABLE, "cannot connect" + where + ": " + cause, cause);
  }

  /** A failure of a connection that stands. */
  HttpFailure connected(Throwable reported) {
    Throwable cause = unwrapped(reported);
    String text = textOf(cause);
    if (cause instanceof SslHandshakeTimeoutException) {
      return of(Kind.TLS_TIMEOUT, "timeout in the TLS handshake (tls_handshake_timeout)", cause);
    }
    if (cause instanceof SSLException) {
      return secure(cause);
    }
    if (text.contains("connection reset")) {
      return of(Kind.RESET, "connection reset by the peer", cause);
    }
    if (cause instanceof ClosedChannelException
        || cause instanceof PrematureChannelClosureException) {
      return of(Kind.CLOSED, "connection closed (EOF) before the answer was complete", cause);
    }
    if (cause instanceof IOException) {
      return of(Kind.CLOSED, "connection lost: " + cause.getMessage(), cause);
    }
    return of(Kind.PROTOCOL, "the answer is not HTTP: " + cause, cause);
  }

  private HttpFailure secure(Throwable cause) {
    TlsTrouble trouble = TlsTrouble.of(cause);
    return of(trouble.kind(), trouble.text(), cause);
  }

  /** Netty wraps what a decoder throws, and what made it give up writing. */
  private static Throwable unwrapped(Throwable reported) {
    Throwable cause = reported.getCause();
    boolean wrapper =
        reported instanceof DecoderException || reported instanceof ChannelOutputShutdownException;
    return wrapper && cause != null ? cause : reported;
  }

  private static String textOf(Throwable cause) {
    return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
  }
}
