package dev.jflare.net;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Sets a new connection up. No aggregator: a body is never held. The bounds per connection (24 KiB
 * of head, 64 KiB of body at a time) times the bound on connections are what strangers can make us
 * hold.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a refused connection
final class IntakePipeline extends ChannelInitializer<SocketChannel> {
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private final IntakeOptions options;
  private final IntakeService service;
  private int connections;

  IntakePipeline(IntakeOptions options, IntakeService service) {
    this.options = options;
    this.service = service;
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
    SSLContext tls = options.tls();
    if (tls != null) {
      SSLEngine engine = tls.createSSLEngine();
      engine.setUseClientMode(false);
      pipeline.addLast(new SslHandler(engine));
    }
    pipeline.addLast(
        new IdleStateHandler(options.idleLimit().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
    pipeline.addLast(
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)));
    pipeline.addLast(new IntakeHandler(service));
  }
}
