package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.archive.Staging.Hashing;
import dev.jflare.jfr.RecordingMask;
import dev.jflare.lang.Nullable;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.scrub.HeapDumpPolicy;
import dev.jflare.scrub.RecordingPolicy;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence of one collector on its way into the staging folder. What cannot be read, scrubbed
 * or written becomes a gap, and nothing of that entry stays: a scrubber that fails keeps its entry
 * out.
 */
final class CollectorEvidence implements Evidence {
  private final String collector;
  private final Staging staging;
  private final Scrubber scrubber;
  private final Permissions permissions;
  private final List<EntryRecord> entries = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private int standIns;
  private boolean closed;

  CollectorEvidence(String collector, Staging staging, Scrubber scrubber, Permissions permissions) {
    this.collector = collector;
    this.staging = staging;
    this.scrubber = scrubber;
    this.permissions = permissions;
  }

  @Override
  public void text(String path, CharSequence content) throws IOException {
    byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    add(path, null, null, out -> scrub(path, new ByteArrayInputStream(bytes), out));
  }

  @Override
  public void text(String path, InputStream content, long capBytes) throws IOException {
    Capped capped = new Capped(content, capBytes);
    add(path, null, capped, out -> scrub(path, capped, out));
  }

  @Override
  public void file(String path, Path source, long capBytes) throws IOException {
    permissions.add(source);
    add(
        path,
        source.toString(),
        new Beginning(source, capBytes),
        out -> {
          try (InputStream in = Tail.open(source, capBytes)) {
            // a file that grows while it is read must not pass its cap
            return scrubber
                .in(path, source.toString())
                .scrub(TextKind.of(path), new Capped(in, capBytes), out)
                .byRule();
          }
        });
  }

  @Override
  public void recording(String path, Path jfr) throws IOException {
    Path masked = staging.unfinished();
    try {
      add(
          path,
          null,
          null,
          out -> {
            ScrubTally tally = new ScrubTally();
            RecordingMask.mask(jfr, masked, new RecordingPolicy(scrubber, tally));
            Files.copy(masked, out);
            return tally.byRule();
          });
    } finally {
      Files.deleteIfExists(masked);
    }
  }

  @Override
  public void pprof(String path, byte[] proto) throws IOException {
    add(
        path,
        null,
        null,
        out -> {
          ScrubTally tally = new ScrubTally();
          out.write(Gzip.compress(PprofStrings.map(proto, text -> scrubber.line(text, tally))));
          return tally.byRule();
        });
  }

  @Override
  public void heapDump(String path, HeapDumpStreams dump, Collection<String> names)
      throws IOException {
    add(
        path,
        null,
        null,
        out -> {
          ScrubTally tally = new ScrubTally();
          HeapDumpPolicy policy = new HeapDumpPolicy(scrubber, names, tally);
          new HeapDumpEntry(policy, staging).write(dump, tally, out);
          return tally.byRule();
        });
  }

  @Override
  public void permissions(Path file) {
    permissions.add(file);
  }

  @Override
  public synchronized void gap(@Nullable String path, String why) {
    if (!closed) {
      gaps.add(scrubber.line(path == null ? why : path + ": " + why));
    }
  }

  @Override
  public synchronized void note(String key, String value) {
    if (!closed) {
      notes.put(key, scrubber.line(value));
    }
  }

  /** Ends the writing. What is under way on another thread will not be taken any more. */
  synchronized void close() {
    closed = true;
  }

  synchronized List<EntryRecord> entries() {
    return new ArrayList<>(entries);
  }

  synchronized CollectorRecord record(CollectorRecord.Outcome outcome) {
    CollectorRecord.Outcome end = outcome;
    if (outcome.error != null) {
      end = outcome.because(scrubber.line(outcome.error));
    } else if (outcome.status == Status.OK && !gaps.isEmpty()) {
      end = entries.size() == standIns ? outcome.as(Status.FAILED) : outcome.as(Status.PARTIAL);
    }
    return new CollectorRecord(collector, end, gaps, notes);
  }

  private Map<String, Long> scrub(String path, InputStream in, OutputStream out)
      throws IOException {
    return scrubber.in(path).scrub(TextKind.of(path), in, out).byRule();
  }

  private void add(String path, @Nullable String source, @Nullable Cut cut, Writing writing)
      throws IOException {
    EntryPath.check(path);
    requireOpen(path);
    Path unfinished = staging.unfinished();
    try {
      Content content;
      try (Hashing hashing = staging.write(unfinished)) {
        Map<String, Long> scrubbed = writing.to(hashing);
        hashing.flush();
        content = hashing.content(scrubbed);
      }
      synchronized (this) {
        requireOpen(path);
        staging.place(unfinished, path);
        String why = cut == null ? null : cut.why();
        entries.add(EntryRecord.of(path, content, collector, source, why));
      }
    } catch (ClosedEvidenceException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // fail closed: neither a half-written nor an unscrubbed entry stays
      gap(path, reason(e));
      if (!explained(e)) {
        standIn(path, reason(e));
      }
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Puts a note where a reader looks for the entry. */
  private void standIn(String path, String why) {
    Path unfinished = staging.unfinished();
    String name = path + EntryRecord.NOTE;
    try {
      Content content;
      try (Hashing hashing = staging.write(unfinished)) {
        hashing.write((scrubber.line(why) + "\n").getBytes(StandardCharsets.UTF_8));
        hashing.flush();
        content = hashing.content(Collections.emptyMap());
      }
      synchronized (this) {
        requireOpen(path);
        staging.place(unfinished, name);
        entries.add(EntryRecord.of(name, content, collector, null, null));
        standIns++;
      }
      Files.deleteIfExists(unfinished);
    } catch (IOException noRoom) {
      // the gap says it, too
    }
  }

  private synchronized void requireOpen(String path) throws ClosedEvidenceException {
    if (closed) {
      throw new ClosedEvidenceException(path);
    }
  }

  /** Whether it never came to scrubbing, for a reason of the file system. */
  private static boolean explained(Exception e) {
    return e instanceof AccessDeniedException
        || e instanceof NoSuchFileException
        || e instanceof FileAlreadyExistsException;
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "not permitted to read " + ((FileSystemException) e).getFile();
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + ((FileSystemException) e).getFile();
    }
    if (e instanceof FileAlreadyExistsException) {
      return "an entry of this name is already there";
    }
    return "kept out: " + (e.getMessage() == null ? e.toString() : e.getMessage());
  }

  /** Fills one entry and says what was masked on the way. */
  private interface Writing {
    Map<String, Long> to(OutputStream out) throws IOException;
  }

  /** Says, after the writing, why an entry is not whole; null when it is. */
  private interface Cut {
    @Nullable
    String why();
  }

  /** The start of a file that is too large to go in whole. */
  private static final class Beginning implements Cut {
    private final long size;
    private final long capBytes;

    Beginning(Path file, long capBytes) {
      this.size = file.toFile().length();
      this.capBytes = capBytes;
    }

    @Override
    public @Nullable String why() {
      return size <= capBytes
          ? null
          : "the last " + capBytes + " bytes of " + size + ", from the start of a line";
    }
  }

  /** A stream that ends at its cap. */
  private static final class Capped extends InputStream implements Cut {
    private final InputStream in;
    private final long capBytes;
    private long left;
    private boolean more;

    Capped(InputStream in, long capBytes) {
      this.in = in;
      this.capBytes = capBytes;
      this.left = capBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] block, int offset, int length) throws IOException {
      if (left == 0) {
        more |= in.read() != -1;
        return -1;
      }
      int read = in.read(block, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public @Nullable String why() {
      return more ? "the first " + capBytes + " bytes" : null;
    }
  }
}
