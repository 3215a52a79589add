package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The private folder (mode 0700) in which a flare grows: finished entries below {@code entries/},
 * unfinished ones beside it, so that an interrupted flare still has whole entries to pack.
 */
final class Staging {
  private final Path folder;
  private final Path entries;
  private final Digest.Kind digests;
  private final AtomicLong names = new AtomicLong();

  private Staging(Path folder, Digest.Kind digests) {
    this.folder = folder;
    this.digests = digests;
    this.entries = folder.resolve("entries");
  }

  /** For entries that an archive is made of. */
  static Staging in(Path folder) throws IOException {
    return new Staging(folder, Digest.Kind.SHA_256).created();
  }

  /** For entries that another process will pack. */
  static Staging ofPart(Path folder) throws IOException {
    return new Staging(folder, Digest.Kind.CRC_32).created();
  }

  private Staging created() throws IOException {
    OwnerOnly.folders(entries);
    return this;
  }

  /** Opens an unfinished file for writing. */
  Hashing write(Path unfinished) throws IOException {
    return new Hashing(
        new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16), digests);
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
      OwnerOnly.folders(parent);
    }
    Files.move(unfinished, target);
  }

  void delete() throws IOException {
    FolderTree.delete(folder);
  }

  /** Counts and hashes what is written to a file. */
  static final class Hashing extends FilterOutputStream {
    private final Digest digest;
    private long bytes;

    Hashing(OutputStream out, Digest.Kind kind) {
      super(out);
      digest = kind.start();
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      digest.update(new byte[] {(byte) b}, 0, 1);
      bytes++;
    }

    @Override
    public void write(byte[] block, int offset, int length) throws IOException {
      out.write(block, offset, length);
      digest.update(block, offset, length);
      bytes += length;
    }

    Content content(Map<String, Long> scrubbed) {
      return new Content(bytes, digest.hex(), scrubbed);
    }
  }
}
