package dev.jflare.net;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * Sets the connections of a server up and refuses those beyond a number. What strangers can make us
 * hold is the head below, with what a server holds of a body, times that number.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a refused connection
abstract class ServerPipeline extends ChannelInitializer<SocketChannel> {
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;

  private int connections;

  /** On the one thread of the server. */
  @Override
  protected final void initChannel(SocketChannel channel) {
    if (connections == MAX_CONNECTIONS) {
      channel.close();
      return;
    }
    connections++;
    channel.closeFuture().addListener(closed -> connections--);
    fill(channel.pipeline());
  }

  /** Adds the handlers of one connection. */
  abstract void fill(ChannelPipeline pipeline);

  static HttpDecoderConfig limits() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES);
  }
}
