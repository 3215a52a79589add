package dev.jflare.archive;

import dev.jflare.hprof.HprofMask;
import dev.jflare.jfr.MaskReport;
import dev.jflare.jfr.RecordingMask;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Streams;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.scrub.HeapDumpPolicy;
import dev.jflare.scrub.RecordingPolicy;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Scrubs files that no collector brought: a log, a recording, a profile, a crash report, a zip with
 * any of them, or a whole flare, whose manifest is made right again. What a file is, its first
 * bytes say; how a text is scrubbed, its name. Fails closed: a file that cannot be scrubbed gives
 * an error, and within a zip a note takes its place.
 */
public final class Redactor {
  private static final int LARGEST_PROFILE = 256 << 20;

  private final Scrubber scrubber;
  private final Path work;
  private final RedactionListener listener;
  private int files;

  /**
   * @param work an empty folder for files on their way, for the owner alone; stays the caller's to
   *     delete
   */
  public Redactor(Scrubber scrubber, Path work, RedactionListener listener) {
    this.scrubber = scrubber;
    this.work = work;
    this.listener = listener;
  }

  /** Whether the result is for a person's eyes: neither packed nor a profile nor a recording. */
  public static boolean isText(BufferedInputStream in) throws IOException {
    return Format.of(in) == Format.TEXT;
  }

  /**
   * Reads to the end, writes what may be shown, and closes neither.
   *
   * @param name the name of the file; folders before it do not matter
   * @return what was masked, by rule
   * @throws IOException when a stream fails, or this is nothing that can be scrubbed; then what was
   *     written so far is to be thrown away
   */
  public ScrubTally redact(String name, InputStream in, OutputStream out) throws IOException {
    return content(name, name, in, out, 0);
  }

  /**
   * @param where for the listener: the entry, with archives around it
   * @param name by which the kind of a text is known
   */
  ScrubTally content(String where, String name, InputStream raw, OutputStream out, int depth)
      throws IOException {
    if (depth > LeakCheck.DEEPEST) {
      throw new IOException("archives are nested more than " + LeakCheck.DEEPEST + " deep");
    }
    BufferedInputStream in =
        raw instanceof BufferedInputStream
            ? (BufferedInputStream) raw
            : new BufferedInputStream(raw, 1 << 16);
    switch (Format.of(in)) {
      case ZIP:
        return new RedactedZip(this, scrubber, work(), where, depth).repack(in, out);
      case GZIP:
        return gzip(where, name, in, out, depth);
      case RECORDING:
        return recording(where, in, out);
      case TEXT:
        return text(where, name, in, out);
      case TAR:
        throw new IOException("a tar is not masked as a whole; unpack it first");
      case HEAP_DUMP:
        return heapDump(in, out);
      case CLOSED:
        throw new IOException("the JDK cannot decompress it; unpack it first");
      default:
        throw new IOException("it is neither text nor a format that can be masked");
    }
  }

  private ScrubTally gzip(String where, String name, InputStream in, OutputStream out, int depth)
      throws IOException {
    BufferedInputStream unpacked =
        new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16);
    GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
    ScrubTally tally =
        isProfile(name)
            ? profile(where, unpacked, packed)
            : content(where, withoutGz(name), unpacked, packed, depth + 1);
    packed.finish();
    return tally;
  }

  private static boolean isProfile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".pprof") || lower.endsWith(".pb.gz") || lower.endsWith(".pprof.gz");
  }

  private static String withoutGz(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".gz")
        ? name.substring(0, name.length() - 3)
        : name;
  }

  private ScrubTally profile(String where, InputStream in, OutputStream out) throws IOException {
    byte[] proto = Streams.readUpTo(in, LARGEST_PROFILE + 1);
    if (proto.length > LARGEST_PROFILE) {
      throw new IOException("a profile of more than " + LARGEST_PROFILE + " bytes");
    }
    ScrubTally tally = new ScrubTally();
    out.write(
        PprofStrings.map(
            proto,
            text -> {
              ScrubTally ofOne = new ScrubTally();
              String masked = scrubber.line(text, ofOne);
              listener.string(where, "string", masked, ofOne);
              tally.merge(ofOne);
              return masked;
            }));
    return tally;
  }

  private ScrubTally recording(String where, InputStream in, OutputStream out) throws IOException {
    Path plain = file();
    Path masked = file();
    try {
      try (OutputStream copy = OwnerOnly.stream(plain)) {
        Streams.copy(in, copy);
      }
      ScrubTally tally = new ScrubTally();
      RecordingPolicy policy = new RecordingPolicy(scrubber, tally);
      MaskReport report =
          RecordingMask.mask(
              plain,
              masked,
              (field, value) -> {
                ScrubTally before = tally.copy();
                String shown = policy.mask(field, value);
                listener.string(where, field.toString(), shown, tally.since(before));
                return shown;
              });
      if (report.cutBytes() > 0) {
        listener.note(where, report.cutBytes() + " bytes of an unfinished chunk are left out");
      }
      Files.copy(masked, out);
      return tally;
    } finally {
      Files.deleteIfExists(plain);
      Files.deleteIfExists(masked);
    }
  }

  private ScrubTally heapDump(InputStream in, OutputStream out) throws IOException {
    ScrubTally tally = new ScrubTally();
    HeapDumpPolicy policy = new HeapDumpPolicy(scrubber, Collections.emptyList(), tally);
    HeapDumpPolicy.count(HprofMask.mask(in, out, policy), tally);
    return tally;
  }

  private ScrubTally text(String where, String name, InputStream in, OutputStream out)
      throws IOException {
    TextKind kind = TextKind.of(name);
    Scrubber ofFile = scrubber.in(name);
    if (!listener.wantsLines()) {
      return ofFile.scrub(kind, in, out);
    }
    Path plain = file();
    try {
      try (OutputStream copy = OwnerOnly.stream(plain)) {
        Streams.copy(in, copy);
      }
      ScrubTally told = new ScrubTally();
      try (InputStream again = Files.newInputStream(plain)) {
        ofFile.explain(
            kind,
            again,
            hit -> {
              hit.rules().forEach(told::add);
              listener.line(where, hit);
            });
      }
      try (InputStream again = Files.newInputStream(plain)) {
        ScrubTally all = ofFile.scrub(kind, again, out);
        // what several lines decide together has no line of its own
        for (String rule : all.byRule().keySet()) {
          if (!told.byRule().containsKey(rule)) {
            listener.note(where, "also hit by \"" + rule + "\", without a line of its own");
          }
        }
        return all;
      }
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  private Path work() throws IOException {
    Path folder = work.resolve("zip-" + ++files);
    OwnerOnly.folders(folder);
    return folder;
  }

  private Path file() {
    return work.resolve("file-" + ++files);
  }

  RedactionListener listener() {
    return listener;
  }
}
