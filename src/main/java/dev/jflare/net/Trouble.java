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

  Trouble(HttpCall call, ProxyRoute route) {
    this.call = call;
    this.route = route;
  }

  HttpFailure of(Kind kind, String what, @Nullable Throwable cause) {
    return new HttpFailure(kind, call + " (" + route + "): " + what, cause);
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
      return of(Kind.CONNECT_TIMEOUT, "timeout while connecting" + where, cause);
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
      return of(Kind.TLS_TIMEOUT, "timeout in the TLS handshake", cause);
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
