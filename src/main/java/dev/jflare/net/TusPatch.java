package dev.jflare.net;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * The next bytes of an upload that can be resumed. What has arrived stays when the connection
 * breaks, also of a piece with a checksum: the protocol wants as much kept as possible, and the
 * whole is checked at the end.
 */
final class TusPatch implements IntakeBody {
  private final TusService service;
  private final TusUpload upload;
  private final FileChannel channel;
  private final long start;
  private final String checksum;
  private final boolean creating;
  private final MessageDigest piece = Sha256.digest();
  private long offset;
  private boolean ended;

  /**
   * @param checksum SHA-256 of these bytes in hex; empty for none
   * @param creating whether the request made the upload as well
   */
  TusPatch(
      TusService service, TusUpload upload, FileChannel channel, String checksum, boolean creating)
      throws IOException {
    this.service = service;
    this.upload = upload;
    this.channel = channel;
    this.start = channel.size();
    this.offset = start;
    this.checksum = checksum;
    this.creating = creating;
  }

  /**
   * Opens what has arrived for more.
   *
   * @return null when another intake writes it
   */
  static @Nullable FileChannel open(Path data) throws IOException {
    FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE);
    if (IntakeFile.lock(channel) == null) {
      channel.close();
      return null;
    }
    channel.position(channel.size());
    return channel;
  }

  TusUpload upload() {
    return upload;
  }

  @Override
  public @Nullable IntakeAnswer read(ByteBuffer content) {
    if (ended) {
      return service.refuse(423, "another request goes on with this upload");
    }
    if (offset + content.remaining() > upload.length()) {
      return refuse(400, "more bytes came than the " + upload.length() + " of Upload-Length");
    }
    try {
      piece.update(content.duplicate());
      service.digests().add(upload.id(), offset, content.duplicate());
      while (content.hasRemaining()) {
        offset += channel.write(content);
      }
      return null;
    } catch (IOException disk) {
      end();
      return service.broken("could not store an upload", disk);
    }
  }

  @Override
  public IntakeAnswer finish() {
    if (ended) {
      return service.refuse(423, "another request goes on with this upload");
    }
    try {
      if (!checksum.isEmpty() && !checksum.equals(Hex.of(piece.digest()))) {
        channel.truncate(start);
        return refuse(
            IntakeDamage.STATUS,
            "the bytes from " + start + " on do not have the SHA-256 of Upload-Checksum");
      }
      end();
      return service.arrived(upload, creating);
    } catch (IOException disk) {
      end();
      return service.broken("could not store a flare", disk);
    }
  }

  @Override
  public IntakeAnswer refuse(int status, String why) {
    end();
    return service.refuse(status, why);
  }

  @Override
  public void broke() {
    boolean takenOver = ended;
    end();
    if (!takenOver) {
      service.failed(
          "the connection broke at byte "
              + offset
              + " of "
              + upload.length()
              + " of an upload that can be resumed");
    }
  }

  @Override
  public void end() {
    if (!ended) {
      ended = true;
      try {
        channel.close();
      } catch (IOException nothingIsLost) {
        service.debug("an upload could not be closed: " + nothingIsLost);
      }
      service.ended(this);
    }
  }
}
