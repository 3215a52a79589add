package dev.jflare.cli.attach;

import dev.jflare.lang.UnixDomain;
import dev.jflare.time.Deadline;
import dev.jflare.time.Pause;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One connection to a JVM's attach socket; every step has a limit. A stopped JVM accepts nothing
 * and answers nothing, and every other client waits for it without end (reference attach 0.7).
 */
final class AttachSocket implements Closeable {
  private static final Duration NEXT_TRY = Duration.ofMillis(10);

  private final SocketChannel channel;
  private final Selector selector;
  private final Deadline limit;

  private AttachSocket(SocketChannel channel, Selector selector, Deadline limit) {
    this.channel = channel;
    this.selector = selector;
    this.limit = limit;
  }

  /**
   * Connects.
   *
   * @param limit for this and for all that is read and written afterwards
   * @throws ConnectException when nobody listens
   * @throws SocketTimeoutException when it took too long
   */
  static AttachSocket connect(Path file, Deadline limit) throws IOException {
    SocketAddress address = UnixDomain.address(file);
    while (true) {
      SocketChannel channel = UnixDomain.channel();
      try {
        channel.configureBlocking(false);
        if (channel.connect(address)) {
          return new AttachSocket(channel, channel.provider().openSelector(), limit);
        }
        channel.close();
      } catch (SocketException refused) {
        channel.close();
        if (refused instanceof ConnectException || !Files.isWritable(file)) {
          throw refused;
        }
        // the queue is full. Linux tells nobody when it no longer is, so we ask again
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      rest(limit);
    }
  }

  /** Sends all of it. */
  void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (channel.write(left) >= 0 && left.hasRemaining()) {
      await(SelectionKey.OP_WRITE);
    }
  }

  /**
   * Reads some bytes, waiting for the first.
   *
   * @return how many; -1 when the JVM has said all
   */
  int read(byte[] buffer, int offset, int length) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer, offset, length);
    int read = channel.read(into);
    while (read == 0 && length > 0) {
      await(SelectionKey.OP_READ);
      read = channel.read(into);
    }
    return read;
  }

  private void await(int operation) throws IOException {
    channel.register(selector, operation);
    long millis = limit.remainingMillis();
    if (millis == 0 || (selector.select(millis) == 0 && limit.expired())) {
      throw new SocketTimeoutException("the JVM did not answer in time");
    }
    selector.selectedKeys().clear();
  }

  private static void rest(Deadline limit) throws IOException {
    try {
      if (!Pause.within(limit, NEXT_TRY)) {
        throw new SocketTimeoutException("the JVM does not take connections");
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      selector.close();
    } finally {
      channel.close();
    }
  }
}
