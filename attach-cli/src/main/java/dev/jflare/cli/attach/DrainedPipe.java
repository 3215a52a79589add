package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The reading end of a pipe that a JVM writes into while it stands still: a thread of its own takes
 * from it what there is, up to a bound, so that the JVM waits for nothing but its own writing as
 * long as the reader keeps up.
 */
final class DrainedPipe extends InputStream {
  /** What a pipe of Linux holds. */
  private static final int BLOCK_BYTES = 1 << 16;

  /** 32 MB. */
  private static final int MOST_BLOCKS = 512;

  private static final byte[] END = {};
  private static final long LOOK_EVERY_MILLIS = 500;

  private final FileChannel channel;

  /** Another, because a channel that is read from lets nobody write meanwhile. */
  private final FileChannel writer;

  private final BlockingQueue<byte[]> blocks = new LinkedBlockingQueue<>(MOST_BLOCKS);
  private byte[] block = END;
  private int position;
  private volatile @Nullable String ended;

  /**
   * @param fifo opened for both directions: that waits for nobody, and a JVM that opens it does not
   *     wait either
   */
  DrainedPipe(Path fifo, String name) throws IOException {
    channel = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    writer = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Thread thread = new Thread(this::drain, "jflare-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Adds bytes of our own behind all that has been written so far. */
  void append(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      writer.write(buffer);
    }
  }

  /** Nothing more comes: whoever reads gets this reason. */
  void end(String why) {
    if (ended == null) {
      ended = why;
    }
    try {
      writer.close();
      channel.close();
    } catch (IOException closedAnyway) {
      // there is nothing that could be lost
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (position == block.length) {
      next();
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  private void next() throws IOException {
    try {
      byte[] taken = blocks.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      String why = ended;
      if (taken != null) {
        block = taken;
        position = 0;
      } else if (why != null) {
        throw new IOException(why);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the JVM wrote its heap dump");
    }
  }

  private void drain() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);
    try {
      while (ended == null) {
        buffer.clear();
        channel.read(buffer);
        buffer.flip();
        byte[] taken = new byte[buffer.remaining()];
        buffer.get(taken);
        while (!blocks.offer(taken, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
          if (ended != null) {
            return;
          }
        }
      }
    } catch (IOException closed) {
      end("the pipe failed: " + closed);
    } catch (InterruptedException e) {
      end("interrupted");
    }
  }
}
