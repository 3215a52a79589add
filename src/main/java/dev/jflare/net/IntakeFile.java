package dev.jflare.net;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * An archive on its way to disk: a {@code .part} file, readable for its owner only, that is either
 * {@link #moveTo moved} to its place or deleted by {@link #close}. It stays locked while it is
 * written, which tells a living intake's file from what a killed one left behind.
 */
final class IntakeFile implements Closeable {
  private static final String PREFIX = ".incoming-";
  private static final String SUFFIX = ".part";

  /** Finds what {@link #in} makes. */
  static final String GLOB = PREFIX + "*" + SUFFIX;

  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest;
  private long bytes;
  private boolean moved;

  private IntakeFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    this.digest = Sha256.digest();
  }

  static IntakeFile in(Path folder) throws IOException {
    Path path = Files.createTempFile(folder, PREFIX, SUFFIX);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    lock(channel);
    return new IntakeFile(path, channel);
  }

  /** True when some intake, of this process or another, is still writing this file. */
  static boolean isAlive(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      return lock(channel) == null;
    }
  }

  /** Null when somebody else has it; released when the channel is closed. */
  static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException anotherOfThisJvm) {
      return null;
    }
  }

  void write(ByteBuffer content) throws IOException {
    bytes += content.remaining();
    digest.update(content.duplicate());
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }

  long bytes() {
    return bytes;
  }

  /** Of what was written, as 64 lower-case hex digits. Ends the writing. */
  String sha256() {
    return Hex.of(digest.digest());
  }

  /** Puts the complete file where it belongs, on the same file system; it must not exist yet. */
  void moveTo(Path target) throws IOException {
    channel.close();
    Files.move(path, target);
    moved = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!moved) {
      Files.deleteIfExists(path);
    }
  }
}
