package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.lang.FolderTree;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The private folder (mode 0700) in which a flare grows: finished entries below {@code entries/},
 * unfinished ones beside it, so that an interrupted flare still has whole entries to pack.
 */
final class Staging {
  private final Path folder;
  private final Path entries;
  private final AtomicLong names = new AtomicLong();

  private Staging(Path folder) {
    this.folder = folder;
    this.entries = folder.resolve("entries");
  }

  static Staging in(Path folder) throws IOException {
    Staging staging = new Staging(folder);
    FolderTree.createPrivate(staging.entries);
    return staging;
  }

  Path folder() {
    return folder;
  }

  Path entry(String path) {
    return entries.resolve(path);
  }

  /** A name for an entry that is not finished yet. */
  Path unfinished() {
    return folder.resolve("unfinished-" + names.incrementAndGet());
  }

  /** Gives an unfinished file its place; whoever took the path first keeps it. */
  void place(Path unfinished, String path) throws IOException {
    Path target = entry(path);
    Path parent = target.getParent();
    if (parent != null) {
      FolderTree.createPrivate(parent);
    }
    Files.move(unfinished, target);
  }

  void delete() throws IOException {
    FolderTree.delete(folder);
  }

  /** Counts and hashes what is written to a file. */
  static final class Hashing extends FilterOutputStream {
    private final MessageDigest sha256;
    private long bytes;

    Hashing(OutputStream out) {
      super(out);
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every Java platform has SHA-256", impossible);
      }
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      sha256.update((byte) b);
      bytes++;
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
      out.write(block, offset, length);
      sha256.update(block, offset, length);
      bytes += length;
    }

    Content content(Map<String, Long> scrubbed) {
      StringBuilder hex = new StringBuilder(64);
      for (byte b : sha256.digest()) {
        hex.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
      }
      return new Content(bytes, hex.toString(), scrubbed);
    }
  }
}
