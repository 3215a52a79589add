package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;

/**
 * Sets a new connection up. What strangers can make us hold: the bytes below, times the number of
 * connections.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a refused connection
final class PprofPipeline extends ChannelInitializer<SocketChannel> {
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** How long a client may take none of the bytes that are there for it. */
  private static final int WRITE_LIMIT_SECONDS = 30;

  private final @Nullable PprofTls tls;
  private final PprofGate gate;
  private final PprofWorkers workers;
  private int connections;

  PprofPipeline(@Nullable PprofTls tls, PprofGate gate, PprofWorkers workers) {
    this.tls = tls;
    this.gate = gate;
    this.workers = workers;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (connections == MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    connections++;
    channel.closeFuture().addListener(closed -> connections--);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(new WriteTimeoutHandler(WRITE_LIMIT_SECONDS));
    if (tls != null) {
      pipeline.addLast(new SslHandler(tls.engine()));
    }
    pipeline.addLast(
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)));
    pipeline.addLast(new HttpObjectAggregator(MAX_BODY_BYTES));
    pipeline.addLast(new ChunkedWriteHandler());
    pipeline.addLast(new PprofHandler(gate, workers));
  }
}
