package dev.jflare.net;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** The connections of the intake. No aggregator: of a body 64 KiB are held at a time. */
final class IntakePipeline extends ServerPipeline {
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private final IntakeOptions options;
  private final IntakeService service;

  IntakePipeline(IntakeOptions options, IntakeService service) {
    this.options = options;
    this.service = service;
  }

  @Override
  void fill(ChannelPipeline pipeline) {
    SSLContext tls = options.tls();
    if (tls != null) {
      SSLEngine engine = tls.createSSLEngine();
      engine.setUseClientMode(false);
      pipeline.addLast(new SslHandler(engine));
    }
    pipeline.addLast(
        new IdleStateHandler(options.idleLimit().toMillis(), 0, 0, TimeUnit.MILLISECONDS));
    pipeline.addLast(new HttpServerCodec(limits().setMaxChunkSize(MAX_CHUNK_BYTES)));
    pipeline.addLast(new IntakeHandler(service));
  }
}
