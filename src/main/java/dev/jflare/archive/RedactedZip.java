package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.archive.Staging.Hashing;
import dev.jflare.json.Json;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Streams;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Packs a zip anew with every entry scrubbed. Entries wait in a folder until all are done, because
 * the manifest of a flare stands first and has their digests.
 */
final class RedactedZip {
  private static final String MANIFEST = "manifest.json";
  private static final int LARGEST_MANIFEST = 64 << 20;

  private final Redactor redactor;
  private final Scrubber scrubber;
  private final Path work;
  private final String where;
  private final int depth;
  private final ScrubTally tally = new ScrubTally();
  private final Map<String, Path> done = new LinkedHashMap<>();
  private final Map<String, Content> contents = new LinkedHashMap<>();
  private final Map<String, String> failed = new LinkedHashMap<>();
  private @Nullable String manifestName;
  private long bytes;
  private int entries;

  /**
   * @param where the archives around this one; empty or its own name at the top
   */
  RedactedZip(Redactor redactor, Scrubber scrubber, Path work, String where, int depth) {
    this.redactor = redactor;
    this.scrubber = scrubber;
    this.work = work;
    this.where = where;
    this.depth = depth;
  }

  ScrubTally repack(InputStream in, OutputStream out) throws IOException {
    try {
      ZipInputStream zip = new ZipInputStream(in);
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          entry(entry.getName(), zip);
        }
      }
      if (entries == 0) {
        throw new IOException("the zip has no entries, or is damaged");
      }
      pack(out);
      return tally;
    } finally {
      FolderTree.delete(work);
    }
  }

  private void entry(String fullName, InputStream zip) throws IOException {
    if (++entries > LeakCheck.MOST_ENTRIES) {
      throw new IOException("the zip has more than " + LeakCheck.MOST_ENTRIES + " entries");
    }
    String name = scrubber.line(fullName, tally);
    Path file = work.resolve(Integer.toString(entries));
    if (manifestName == null && isManifest(fullName)) {
      manifestName = name;
      try (OutputStream copy = OwnerOnly.stream(file)) {
        copy.write(Streams.readUpTo(zip, LARGEST_MANIFEST));
      }
      done.put(name, file);
      return;
    }
    String path = manifestName == null ? fullName : withoutRoot(fullName);
    try (OutputStream plain = OwnerOnly.stream(file);
        Hashing hashing = new Hashing(plain, Digest.Kind.SHA_256)) {
      String shown = depth == 0 ? scrubber.line(path) : where + "!/" + scrubber.line(path);
      ScrubTally ofOne = redactor.content(shown, path, new Limited(zip), hashing, depth + 1);
      hashing.flush();
      tally.merge(ofOne);
      contents.put(name, hashing.content(ofOne.byRule()));
    } catch (LimitReached e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // fail closed: a note takes the place of what cannot be scrubbed
      Files.deleteIfExists(file);
      note(name, path, file, e);
      return;
    }
    done.put(name, file);
  }

  private void note(String name, String path, Path file, Exception e) throws IOException {
    String reason = scrubber.line(e.getMessage() == null ? e.toString() : e.getMessage());
    String text = "left out, for it could not be scrubbed: " + reason + "\n";
    Files.write(OwnerOnly.file(file), text.getBytes(StandardCharsets.UTF_8));
    done.put(name + EntryRecord.NOTE, file);
    failed.put(name, reason);
    redactor.listener().note(scrubber.line(path), "left out: " + reason);
  }

  private void pack(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    for (Map.Entry<String, Path> entry : done.entrySet()) {
      zip.putNextEntry(new ZipEntry(entry.getKey()));
      if (entry.getKey().equals(manifestName)) {
        zip.write(manifest(entry.getValue()).getBytes(StandardCharsets.UTF_8));
      } else {
        Files.copy(entry.getValue(), zip);
      }
      zip.closeEntry();
    }
    zip.finish();
  }

  /** One that is none after all is a JSON file like any other. */
  private String manifest(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String root = String.valueOf(manifestName).replaceFirst("[^/]*$", "");
    try {
      return new ManifestUpdate(scrubber, tally).of(Json.readObject(text), root, contents, failed);
    } catch (IOException noManifest) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (InputStream in = Files.newInputStream(file)) {
        tally.merge(scrubber.scrub(TextKind.JSON, in, out));
      }
      return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isManifest(String name) {
    int slash = name.indexOf('/');
    return name.substring(slash + 1).equals(MANIFEST);
  }

  private static String withoutRoot(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  /** Ends the whole of it. */
  private static final class LimitReached extends IOException {
    private static final long serialVersionUID = 1;

    LimitReached(String message) {
      super(message);
    }
  }

  /** Counts what comes out of this zip; it stays open. */
  private final class Limited extends InputStream {
    private final InputStream in;

    Limited(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      bytes += Math.max(0, count);
      if (bytes > LeakCheck.MOST_BYTES) {
        throw new LimitReached("it unpacks to more than " + LeakCheck.MOST_BYTES + " bytes");
      }
      return count;
    }
  }
}
