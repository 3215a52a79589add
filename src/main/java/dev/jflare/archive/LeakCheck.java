package dev.jflare.archive;

import dev.jflare.jfr.RecordingMask;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Streams;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.scrub.LeakSearch;
import dev.jflare.scrub.Scrubber;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads a finished archive once more and looks for secrets in it, before it may leave: in gzip,
 * zip, jar and tar within it, in the strings of recordings and profiles, in the readable parts of
 * other binaries. Knows nothing of what the scrubber did, so that a hole there is found here.
 *
 * <p>Fails closed: what cannot be looked into (damaged, encrypted, compressed in a way that the JDK
 * does not know, nested too deep, larger than the limits) is a leak that says so. Memory is
 * constant; a recording needs its size on disk beside the archive.
 */
public final class LeakCheck implements Closeable {
  /**
   * What all content together may unpack to, in bytes: some bytes of a bomb unpack to petabytes.
   */
  static final long MOST_BYTES = 1L << 36;

  /** Archives within archives within archives. */
  static final int DEEPEST = 5;

  static final int MOST_ENTRIES = 200_000;
  private static final int LARGEST_PROFILE = 64 << 20;

  private final Scrubber scrubber;
  private final LeakSearch usual;
  private final List<Leak> leaks = new ArrayList<>();
  private final Path archive;
  private final long mostBytes;

  /** What is looked for in the entry at hand: a user's rules may be for some files only. */
  private LeakSearch search;

  private long bytes;
  private int entries;
  private @Nullable Path work;

  private LeakCheck(Path archive, Scrubber scrubber, long mostBytes) {
    this.archive = archive;
    this.scrubber = scrubber;
    this.usual = scrubber.leakSearch();
    this.search = usual;
    this.mostBytes = mostBytes;
  }

  /**
   * Looks for what this scrubber should have masked.
   *
   * @param archive a flare, another zip, or any other file
   * @return what was found, in the order of the archive; empty when it may leave
   */
  public static List<Leak> of(Path archive, Scrubber scrubber) {
    return of(archive, scrubber, MOST_BYTES);
  }

  static List<Leak> of(Path archive, Scrubber scrubber, long mostBytes) {
    try (LeakCheck check = new LeakCheck(archive, scrubber, mostBytes)) {
      check.run();
      return Collections.unmodifiableList(check.leaks);
    } catch (IOException | IllegalArgumentException e) {
      return Collections.singletonList(unchecked(String.valueOf(archive.getFileName()), e));
    }
  }

  private static Leak unchecked(String entry, Exception e) {
    String why = e.getMessage();
    return new Leak(entry, "cannot be looked into: " + (why == null ? e.toString() : why));
  }

  @Override
  public void close() throws IOException {
    if (work != null) {
      FolderTree.delete(work);
    }
  }

  private void run() throws IOException {
    String name = String.valueOf(archive.getFileName());
    Format format;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
      format = Format.of(in);
      if (format != Format.ZIP) {
        content(name, in, 0);
        return;
      }
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      String comment = zip.getComment();
      note(name, comment == null ? Collections.emptySet() : search.string(comment));
      EntrySources sources = EntrySources.of(zip);
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          search = searchIn(withoutRoot(entry.getName()), sources.of(entry.getName()));
          entry(entry.getName(), withoutRoot(entry.getName()), in, 1);
        }
      }
    }
  }

  /** A flare's paths are known without its root folder. */
  private static String withoutRoot(String name) {
    int slash = name.indexOf('/');
    return slash < 0 || slash == name.length() - 1 ? name : name.substring(slash + 1);
  }

  private void entry(String fullName, String path, InputStream in, int depth) throws IOException {
    if (++entries > MOST_ENTRIES) {
      throw new IOException("it has more than " + MOST_ENTRIES + " entries");
    }
    note("the name of an entry", search.string(fullName));
    String shown = search.string(path).isEmpty() ? path : "entry " + entries;
    try {
      content(shown, in, depth);
    } catch (LimitException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      leaks.add(unchecked(shown, e));
    }
  }

  /**
   * A user's rules may be for some files only, by their path here or where they were copied from.
   */
  private LeakSearch searchIn(String path, String source) {
    Scrubber ofFile = scrubber.in(path, source);
    return ofFile == scrubber ? usual : ofFile.leakSearch();
  }

  private void content(String path, InputStream raw, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("archives are nested more than " + DEEPEST + " deep");
    }
    BufferedInputStream in = new BufferedInputStream(new Counted(raw), 1 << 16);
    switch (Format.of(in)) {
      case ZIP:
        zip(path, in, depth);
        break;
      case TAR:
        tar(path, in, depth);
        break;
      case GZIP:
        content(path, new GZIPInputStream(in, 1 << 16), depth + 1);
        break;
      case RECORDING:
        recording(path, in);
        break;
      case CLOSED:
        throw new IOException("the JDK cannot decompress it");
      case TEXT:
        note(path, search.text(in));
        break;
      default:
        binary(path, in);
    }
  }

  private void zip(String path, InputStream in, int depth) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      entry(entry.getName(), path + "!/" + entry.getName(), zip, depth + 1);
    }
  }

  private void tar(String path, InputStream in, int depth) throws IOException {
    Tar tar = new Tar(in);
    for (String name = tar.next(); name != null; name = tar.next()) {
      entry(name, path + "!/" + name, tar.content(), depth + 1);
    }
  }

  /** All strings, inline and pooled; of what is no finished chunk the readable parts. */
  private void recording(String path, InputStream in) throws IOException {
    Path copy = work().resolve("recording-" + entries);
    try (OutputStream out = OwnerOnly.stream(copy)) {
      Streams.copy(in, out);
    }
    long read = 0;
    try {
      Seen seen = new Seen();
      read = RecordingMask.look(copy, (field, value) -> note(path, seen.search(value)));
    } catch (IOException damaged) {
      // then all of it is looked at as bytes
    }
    if (read < Files.size(copy)) {
      try (InputStream rest = Files.newInputStream(copy)) {
        note(path, search.text(new PrintableRuns(rest)));
      }
    }
    Files.delete(copy);
  }

  private void binary(String path, InputStream in) throws IOException {
    String name = path.toLowerCase(Locale.ROOT);
    if (!name.endsWith(".pprof") && !name.endsWith(".pb.gz") && !name.endsWith(".pb")) {
      note(path, search.text(new PrintableRuns(in)));
      return;
    }
    byte[] head = Streams.readUpTo(in, LARGEST_PROFILE + 1);
    if (head.length > LARGEST_PROFILE || !profile(path, head)) {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
      note(path, search.text(new PrintableRuns(all)));
    }
  }

  /** Whether it is one. */
  private boolean profile(String path, byte[] proto) {
    try {
      PprofStrings.map(
          proto,
          text -> {
            note(path, search.string(text));
            return text;
          });
      return true;
    } catch (IOException noProfile) {
      return false;
    }
  }

  private Path work() throws IOException {
    if (work == null) {
      Path beside = archive.toAbsolutePath().getParent();
      boolean writable = beside != null && Files.isWritable(beside);
      work =
          OwnerOnly.freshFolder(
              writable && beside != null
                  ? beside
                  : Paths.get(System.getProperty("java.io.tmpdir", "/tmp")),
              ".jflare-");
    }
    return work;
  }

  private void note(String path, Set<String> rules) {
    for (String rule : rules) {
      boolean known =
          leaks.stream().anyMatch(leak -> leak.entry().equals(path) && leak.rule().equals(rule));
      if (!known) {
        leaks.add(new Leak(path, rule));
      }
    }
  }

  /** Strings of a recording come again and again. */
  private final class Seen {
    private static final int MOST = 4096;

    private final Set<String> harmless = new HashSet<>();

    Set<String> search(String value) {
      if (harmless.contains(value)) {
        return Collections.emptySet();
      }
      Set<String> found = search.string(value);
      if (harmless.size() >= MOST) {
        harmless.clear();
      }
      if (found.isEmpty()) {
        harmless.add(value);
      }
      return found;
    }
  }

  /** Ends the whole check. */
  private static final class LimitException extends IOException {
    private static final long serialVersionUID = 1;

    LimitException(String message) {
      super(message);
    }
  }

  /** Counts what comes out of every layer against the limit for all. */
  private final class Counted extends InputStream {
    private final InputStream in;

    Counted(InputStream in) {
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
      if (bytes > mostBytes) {
        throw new LimitException("it unpacks to more than " + mostBytes + " bytes");
      }
      return count;
    }
  }
}
