package dev.jflare.cli.attach;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import dev.jflare.scrub.KnownValues;
import dev.jflare.time.Deadline;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears what a helper says: events are passed on, files are kept, the rest is queued. */
final class HelperEar {
  /** Of all files of one visit together; no flare comes near. */
  private static final long MOST_BYTES = 4L << 30;

  /** The last message, when the helper has ended. */
  private static final int END = 0;

  private final DataInputStream in;
  private final Path folder;
  private final AgentListener listener;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final KnownValues learnt = new KnownValues();
  private volatile boolean heardOfTheAgent;
  private long bytes;

  /** A letter of {@link HelperWire} and its texts; 0 when the helper has ended. */
  static final class Message {
    final int kind;
    final String[] texts;

    private Message(int kind, String... texts) {
      this.kind = kind;
      this.texts = texts;
    }
  }

  private HelperEar(InputStream in, Path folder, AgentListener listener) {
    this.in = new DataInputStream(in);
    this.folder = folder;
    this.listener = listener;
  }

  /**
   * Begins to listen, on a thread of its own.
   *
   * @param folder where files go, below the names that the helper gives them
   */
  static HelperEar listen(InputStream in, Path folder, AgentListener listener) {
    HelperEar ear = new HelperEar(in, folder, listener);
    Thread thread = new Thread(ear::hear, "jflare-helper");
    thread.setDaemon(true);
    thread.start();
    return ear;
  }

  /** The secret values that the agent has learnt, as far as they were passed on. */
  KnownValues learnt() {
    return learnt;
  }

  /** Whether the agent has reported anything. */
  boolean heardOfTheAgent() {
    return heardOfTheAgent;
  }

  /** The next message that is for us; null when none came in time. */
  @Nullable
  Message next(Deadline limit) throws InterruptedException {
    return messages.poll(limit.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  private void hear() {
    try {
      for (int kind = in.read(); kind >= 0; kind = in.read()) {
        hear(kind);
      }
    } catch (IOException | RuntimeException broken) {
      messages.add(new Message(HelperWire.FAILED, "the helper cannot be understood: " + broken));
    }
    messages.add(new Message(END));
  }

  private void hear(int kind) throws IOException {
    switch (kind) {
      case HelperWire.EVENT:
        heardOfTheAgent = true;
        listener.reported(Json.readObject(HelperWire.text(in)));
        break;
      case HelperWire.FILE:
        keep(HelperWire.text(in), in.readLong());
        break;
      case HelperWire.VALUE:
        learnt.learn(HelperWire.text(in), HelperWire.text(in));
        break;
      case HelperWire.LOADED:
        messages.add(
            new Message(kind, HelperWire.text(in), HelperWire.text(in), HelperWire.text(in)));
        break;
      case HelperWire.PROBLEM:
        messages.add(new Message(kind, HelperWire.text(in), HelperWire.text(in)));
        break;
      case HelperWire.FAILED:
      case HelperWire.RESULT:
        messages.add(new Message(kind, HelperWire.text(in)));
        break;
      default:
        throw new IOException("message " + kind + " is not known");
    }
  }

  private void keep(String name, long length) throws IOException {
    Path file = folder.resolve(name).normalize();
    bytes += Math.max(0, length);
    if (!(file.startsWith(folder.resolve("part")) || file.startsWith(folder.resolve("recordings")))
        || length < 0
        || bytes > MOST_BYTES) {
      throw new IOException("file " + name + " of " + length + " bytes");
    }
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long left = length;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (n < 0) {
          throw new IOException(name + " is cut");
        }
        out.write(buffer, 0, n);
        left -= n;
      }
    }
  }
}
