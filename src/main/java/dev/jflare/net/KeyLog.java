package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file that {@code sslkeylogfile} names: lines of session secrets in NSS form, with which
 * Wireshark reads a capture. Opened once per process, appended to, 0600 when it is new. Whatever
 * goes wrong costs the file, never the connection.
 */
final class KeyLog {
  private static final Map<Path, Optional<KeyLog>> OPEN = new HashMap<>();

  private final Path file;
  private final FileChannel channel;
  private final Log log;
  private boolean broken;

  private KeyLog(Path file, FileChannel channel, Log log) {
    this.file = file;
    this.channel = channel;
    this.log = log;
  }

  /** Null when it cannot be written, which has been said once then. */
  static @Nullable KeyLog at(Path file, Log log) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(file.toAbsolutePath(), path -> open(file, log)).orElse(null);
    }
  }

  private static Optional<KeyLog> open(Path file, Log log) {
    if (!OpenSsl.isAvailable()) {
      log.warn(
          "sslkeylogfile is ignored: only BoringSSL gives session secrets away, and it is not to be"
              + " had here: "
              + OpenSsl.unavailabilityCause());
      return Optional.empty();
    }
    try {
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] owner =
          posix && !Files.exists(file)
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
              }
              : new FileAttribute<?>[0];
      FileChannel channel =
          FileChannel.open(
              file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), owner);
      log.warn("sslkeylogfile: whoever reads " + file + " can read what is sent");
      return Optional.of(new KeyLog(file, channel, log));
    } catch (IOException | UnsupportedOperationException unusable) {
      log.warn("Failed to open " + file + " for writing NSS keys: " + unusable);
      return Optional.empty();
    }
  }

  /**
   * @param line without its end
   */
  synchronized void write(byte[] line) {
    ByteBuffer all = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n');
    all.flip();
    try {
      while (all.hasRemaining() && !broken) {
        channel.write(all);
      }
    } catch (IOException unwritable) {
      broken = true;
      log.warn("sslkeylogfile: " + file + " cannot be written any more: " + unwritable);
    }
  }
}
