package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A request body on its way: one piece at a time, and the next only when the connection has taken
 * the last. Remembers a failure to read apart from failures of the connection.
 */
final class OutgoingBody implements ChunkedInput<ByteBuf> {
  /**
   * Larger pieces make the JIT compile less (it counts turns, and a gigabyte has enough of them),
   * and those above 256 KiB are not pooled by Netty when the heap is small.
   */
  static final int PIECE_BYTES = 128 << 10;

  private final InputStream in;
  private final byte[] piece = new byte[PIECE_BYTES];
  private final AtomicLong sentBytes = new AtomicLong();
  private volatile @Nullable IOException failure;
  private boolean end;

  OutgoingBody(InputStream in) {
    this.in = in;
  }

  /** Null while nothing has gone wrong. */
  @Nullable
  IOException failure() {
    return failure;
  }

  @Override
  public boolean isEndOfInput() {
    return end;
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    int length = fill();
    // known now and not at the next read: Netty would wait for more after an empty one
    end = length < piece.length;
    sentBytes.addAndGet(length);
    return allocator.buffer(length).writeBytes(piece, 0, length);
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // Netty's interface has both forms
  public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  /** Unknown, so that it goes out in chunks. */
  @Override
  public long length() {
    return -1;
  }

  @Override
  public long progress() {
    return sentBytes.get();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException nothingWasWritten) {
      // it was only read from, so nothing is lost
    }
  }

  private int fill() throws IOException {
    int length = 0;
    try {
      while (length < piece.length) {
        int n = in.read(piece, length, piece.length - length);
        if (n < 0) {
          break;
        }
        length += n;
      }
    } catch (IOException unreadable) {
      failure = unreadable;
      throw unreadable;
    }
    return length;
  }
}
