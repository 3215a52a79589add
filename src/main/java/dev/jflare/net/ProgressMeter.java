package dev.jflare.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Tells whether bytes move on a connection. Sits next to the socket, below TLS. What goes out is
 * seen in the queue in front of the socket: the piece being written and how much of it is gone, so
 * that a slow line is not taken for a dead one.
 */
final class ProgressMeter extends ChannelInboundHandlerAdapter {
  private long reads;
  private long lastReads = -1;
  private long lastPending;
  private long lastProgress;
  private int lastPiece;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reads++;
    context.fireChannelRead(message);
  }

  /** Whether anything has changed since the last question; asked in the event loop. */
  boolean moved(Channel channel) {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    long pending = queue == null ? 0 : queue.totalPendingWriteBytes();
    long progress = queue == null ? 0 : queue.currentProgress();
    int piece = queue == null ? 0 : System.identityHashCode(queue.current());
    boolean moved =
        reads != lastReads
            || pending != lastPending
            || progress != lastProgress
            || piece != lastPiece;
    lastReads = reads;
    lastPending = pending;
    lastProgress = progress;
    lastPiece = piece;
    return moved;
  }
}
