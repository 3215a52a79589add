package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.nio.channels.ClosedChannelException;

/**
 * Takes one connection from dialled to the start of its exchange, in the event loop: the proxy's
 * handshake where there is a tunnel, then TLS, then the request.
 */
final class Connection {
  private static final String CODEC = "http";
  private static final int MAX_LINE_BYTES = 16 << 10;
  private static final int MAX_HEAD_BYTES = 64 << 10;
  private static final int MAX_PIECE_BYTES = 64 << 10;

  private final Channel channel;
  private final Way way;
  private final Trouble trouble;
  private final ProgressMeter meter;
  private final Exchange exchange;
  private final ConnectionListener listener;

  Connection(
      Channel channel,
      Way way,
      Trouble trouble,
      ProgressMeter meter,
      Exchange exchange,
      ConnectionListener listener) {
    this.channel = channel;
    this.way = way;
    this.trouble = trouble;
    this.meter = meter;
    this.exchange = exchange;
    this.listener = listener;
  }

  /** What is thrown in the event loop would only be logged, and the caller would wait in vain. */
  void begin() {
    guarded(this::assemble);
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException unexpected) {
      exchange.result().completeExceptionally(unexpected);
    }
  }

  private void assemble() {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addFirst(meter);
    pipeline.addLast(CODEC, new HttpClientCodec(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_PIECE_BYTES));
    pipeline.addLast(new ChunkedWriteHandler(), exchange);
    ChannelHandlerContext context = pipeline.context(exchange);
    if (!way.isTunnel()) {
      Trouble peer = way.isForwarded() ? trouble.atProxy() : trouble;
      secure(context, way.firstTls(), peer);
    } else {
      await(context, channel.attr(Tunnel.KEY).get());
    }
    channel.config().setAutoRead(true);
  }

  /** The proxy may have said no before we came here; then the listeners are called at once. */
  private void await(ChannelHandlerContext context, Tunnel tunnel) {
    SslHandler toProxy = tunnel.toProxy();
    if (toProxy != null) {
      toProxy
          .handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  guarded(() -> listener.securedToProxy(TlsPeer.of(toProxy)));
                } else {
                  failed(context, done.cause(), trouble.atProxy());
                }
              });
    }
    tunnel
        .standing()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                guarded(
                    () -> {
                      listener.tunnelled();
                      secure(context, way.targetTls(), trouble);
                    });
              } else {
                exchange.fail(context, tunnel.failure(done.cause(), trouble));
              }
            });
  }

  private void secure(ChannelHandlerContext context, @Nullable SslHandler tls, Trouble peer) {
    if (!channel.isActive()) {
      // closed before we came here: nobody would tell TLS that it has ended before it began
      ClosedChannelException closed = new ClosedChannelException();
      exchange.fail(context, tls == null ? peer.connected(closed) : peer.handshake(closed));
      return;
    }
    if (tls == null) {
      exchange.start(context, way.forwarding());
      return;
    }
    channel.pipeline().addBefore(CODEC, null, tls);
    tls.handshakeFuture()
        .addListener(
            done -> {
              if (done.isSuccess()) {
                guarded(
                    () -> {
                      tell(TlsPeer.of(tls));
                      exchange.start(context, way.forwarding());
                    });
              } else {
                failed(context, done.cause(), peer);
              }
            });
  }

  private void tell(TlsPeer peer) {
    if (way.isForwarded()) {
      listener.securedToProxy(peer);
    } else {
      listener.secured(peer);
    }
  }

  private void failed(ChannelHandlerContext context, @Nullable Throwable cause, Trouble peer) {
    if (cause != null) {
      CertificateRefusal refusal = CertificateRefusal.behind(cause);
      if (refusal != null) {
        listener.distrusted(refusal.chain());
      }
      exchange.fail(context, peer.handshake(cause));
    }
  }
}
