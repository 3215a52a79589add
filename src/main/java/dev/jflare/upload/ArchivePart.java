package dev.jflare.upload;

import dev.jflare.net.RequestBody;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Bytes of an archive as the body of a request, with their number known beforehand. */
final class ArchivePart implements RequestBody {
  private final Path archive;
  private final long offset;
  private final long length;
  private final String contentType;

  ArchivePart(Path archive, long offset, long length, String contentType) {
    this.archive = archive;
    this.offset = offset;
    this.length = length;
    this.contentType = contentType;
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open() throws IOException {
    FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ);
    channel.position(offset);
    return new Bounded(Channels.newInputStream(channel), length);
  }

  /** Ends after so many bytes, and fails when there are fewer: the other side waits for them. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] block, int start, int size) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = super.read(block, start, (int) Math.min(size, left));
      if (read < 0) {
        throw new EOFException("the archive became shorter while it was sent");
      }
      left -= read;
      return read;
    }
  }
}
