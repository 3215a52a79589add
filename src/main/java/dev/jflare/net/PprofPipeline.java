package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;

/** The connections of the pprof endpoint; a body is held whole. */
final class PprofPipeline extends ServerPipeline {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  /** How long a client may take none of the bytes that are there for it. */
  private static final int WRITE_LIMIT_SECONDS = 30;

  private final @Nullable PprofTls tls;
  private final PprofGate gate;
  private final PprofWorkers workers;

  PprofPipeline(@Nullable PprofTls tls, PprofGate gate, PprofWorkers workers) {
    this.tls = tls;
    this.gate = gate;
    this.workers = workers;
  }

  @Override
  void fill(ChannelPipeline pipeline) {
    pipeline.addLast(new WriteTimeoutHandler(WRITE_LIMIT_SECONDS));
    if (tls != null) {
      pipeline.addLast(new SslHandler(tls.engine()));
    }
    pipeline.addLast(new HttpServerCodec(limits()));
    pipeline.addLast(new HttpObjectAggregator(MAX_BODY_BYTES));
    pipeline.addLast(new ChunkedWriteHandler());
    pipeline.addLast(new PprofHandler(gate, workers));
  }
}
