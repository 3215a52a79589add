package dev.jflare.jfr;

import dev.jflare.lang.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A recording that can be read from its first chunk to its last. One that was cut, is still written
 * to, or has something else between its chunks becomes a copy of what is whole. Of an unfinished
 * chunk that is all up to the last table of names in it: the JDK writes one every second from Java
 * 14 on, older JDKs and async-profiler only at the end of the chunk.
 */
public final class SoundRecording {
  private static final byte[] MAGIC = {'F', 'L', 'R', 0, 0, 2};
  private static final int BLOCK = 1 << 16;

  private final FileChannel channel;
  private final long length;
  private final List<Part> parts = new ArrayList<>();
  private final List<String> losses = new ArrayList<>();
  private Path file;

  private SoundRecording(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Looks at the heads of the chunks, and through those that have no end.
   *
   * @param work a private folder for the copy, if one is needed
   * @throws NotARecordingException when the file is something else
   * @throws IOException when it cannot be read, or the copy cannot be written
   */
  public static SoundRecording of(Path file, Path work) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      SoundRecording recording = new SoundRecording(file, channel);
      recording.checkStart();
      recording.divide();
      recording.copyUnlessSound(work);
      return recording;
    }
  }

  /** Whether nothing of it can be read; the losses say why. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** The file itself, or the copy. */
  public Path file() {
    return file;
  }

  /** What could not be read and why, a line each; empty when the recording is whole. */
  public List<String> losses() {
    return Collections.unmodifiableList(losses);
  }

  private void checkStart() throws IOException {
    if (length == 0) {
      throw new NotARecordingException("the file is empty");
    }
    byte[] start = bytes(0, Math.min(6, length));
    if (start.length >= 4 && start[0] == 'F' && start[1] == 'L' && start[2] == 'R') {
      if (start.length == 6 && start[5] != 2) {
        throw new NotARecordingException(
            "a JFR recording of format "
                + start[5]
                + ", expected 2: JDK 11 or later, or 8u262 or later");
      }
    } else {
      throw new NotARecordingException("not a JFR recording: it does not begin with FLR");
    }
  }

  private void divide() throws IOException {
    long offset = 0;
    while (offset < length) {
      long size = wholeChunk(offset);
      if (size > 0) {
        parts.add(new Part(offset, size, new byte[0]));
        offset += size;
      } else {
        long end = nextChunk(offset + 1);
        if (isChunk(offset)) {
          salvage(offset, end);
        } else {
          lost(end - offset, offset, "they are no JFR chunk");
        }
        offset = end;
      }
    }
  }

  /** The size of the chunk here, or 0 when it is not whole. */
  private long wholeChunk(long offset) throws IOException {
    if (length - offset < Chunk.HEADER || !isChunk(offset)) {
      return 0;
    }
    ByteBuffer head = ByteBuffer.wrap(bytes(offset, Chunk.HEADER));
    long size = head.getLong(8);
    boolean fits = size > Chunk.HEADER && size <= length - offset;
    boolean tables =
        fits
            && isEvent(offset, size, head.getLong(16), Events.POOL)
            && isEvent(offset, size, head.getLong(24), Events.METADATA);
    return tables ? size : 0;
  }

  /** Whether the header tells the truth; in a file that was cut and appended to it does not. */
  private boolean isEvent(long chunk, long size, long at, long type) throws IOException {
    if (at < Chunk.HEADER || at >= size) {
      return false;
    }
    Events events = new Events(channel, chunk + at, chunk + size);
    return events.next() && events.type() == type;
  }

  private boolean isChunk(long offset) throws IOException {
    return length - offset >= MAGIC.length && Arrays.equals(bytes(offset, MAGIC.length), MAGIC);
  }

  /** Walks the events to the last tables, and makes a header that points there. */
  private void salvage(long offset, long end) throws IOException {
    long pools = 0;
    long metadata = 0;
    Events events = new Events(channel, Math.min(end, offset + Chunk.HEADER), end);
    while (events.next()) {
      if (events.type() == Events.POOL) {
        pools = events.offset() - offset;
      } else if (events.type() == Events.METADATA) {
        metadata = events.offset() - offset;
      }
    }
    long readable = pools > 0 && metadata > 0 ? endOf(offset + Math.max(pools, metadata), end) : 0;
    if (readable == 0) {
      lost(end - offset, offset, "a chunk without its end, where the names are");
      return;
    }
    byte[] head = bytes(offset, Chunk.HEADER);
    ByteBuffer.wrap(head).putLong(8, readable - offset).putLong(16, pools).putLong(24, metadata);
    parts.add(new Part(offset, readable - offset, head));
    if (readable < end) {
      lost(end - readable, readable, "the end of a chunk that was not finished");
    } else {
      losses.add("the chunk at byte " + offset + " was not finished");
    }
  }

  private long endOf(long event, long end) throws IOException {
    Events events = new Events(channel, event, end);
    return events.next() ? events.end() : 0;
  }

  private void lost(long bytes, long offset, String why) {
    losses.add(bytes + " of " + length + " bytes, from byte " + offset + ", not read: " + why);
  }

  /** Where the next chunk begins, or the end of the file. */
  private long nextChunk(long from) throws IOException {
    for (long base = from; base < length; base += BLOCK - MAGIC.length + 1) {
      byte[] block = bytes(base, Math.min(BLOCK, length - base));
      for (int i = 0; i + MAGIC.length <= block.length; i++) {
        if (block[i] == 'F' && startsWithMagic(block, i)) {
          return base + i;
        }
      }
    }
    return length;
  }

  private static boolean startsWithMagic(byte[] block, int at) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (block[at + i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /** An unfinished chunk at the very end does no harm: readers stop there. */
  private void copyUnlessSound(Path work) throws IOException {
    long end = 0;
    boolean asItIs = true;
    for (Part part : parts) {
      asItIs &= part.offset == end && part.header.length == 0;
      end = part.offset + part.size;
    }
    if (parts.isEmpty() || (asItIs && (end == length || isChunk(end)))) {
      return;
    }
    Path copy = work.resolve("sound.jfr");
    try (OutputStream out = OwnerOnly.stream(copy);
        WritableByteChannel target = Channels.newChannel(out)) {
      for (Part part : parts) {
        out.write(part.header);
        transfer(part.offset + part.header.length, part.offset + part.size, target);
      }
    }
    file = copy;
  }

  private void transfer(long from, long to, WritableByteChannel target) throws IOException {
    for (long at = from; at < to; ) {
      long count = channel.transferTo(at, to - at, target);
      if (count <= 0) {
        throw new IOException("the recording shrank while it was read, at byte " + at);
      }
      at += count;
    }
  }

  private byte[] bytes(long offset, long count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the recording shrank while it was read, at byte " + offset);
      }
    }
    return buffer.array();
  }

  /** A stretch of the file that goes into the copy. */
  private static final class Part {
    final long offset;
    final long size;

    /** What stands in place of the chunk's header; empty to keep it. */
    final byte[] header;

    Part(long offset, long size, byte[] header) {
      this.offset = offset;
      this.size = size;
      this.header = header;
    }
  }
}
