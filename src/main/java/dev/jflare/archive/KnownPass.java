package dev.jflare.archive;

import dev.jflare.archive.EntryRecord.Content;
import dev.jflare.archive.Staging.Hashing;
import dev.jflare.jfr.RecordingMask;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Streams;
import dev.jflare.pprof.PprofStrings;
import dev.jflare.scrub.KnownValues;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.TextKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Looks through all staged entries once more when the flare is whole: a value that was learnt late
 * may stand in what was written early, and what was learnt outside of the JVM in what came from
 * inside. Only entries with a hit are written anew.
 */
final class KnownPass {
  /** The largest profile that is unpacked; ours have a few MB. */
  private static final int LARGEST_PROFILE = 512 << 20;

  /** What stands in a path instead of a value; stars are no characters for file names. */
  private static final String IN_PATHS = "masked";

  private final Staging staging;
  private final KnownValues known;
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();

  KnownPass(Staging staging, KnownValues known) {
    this.staging = staging;
    this.known = known;
  }

  /** The entries as they are afterwards; one that cannot be looked through is taken out. */
  List<EntryRecord> over(List<EntryRecord> entries) {
    if (known.isEmpty()) {
      return entries;
    }
    entries.forEach(entry -> paths.add(entry.path));
    List<EntryRecord> out = new ArrayList<>();
    for (EntryRecord entry : entries) {
      try {
        out.add(renamed(masked(entry)));
      } catch (IOException | RuntimeException e) {
        drop(entry, e);
      }
    }
    return out;
  }

  /** What collectors say, without what is known. */
  List<CollectorRecord> records(List<CollectorRecord> collectors) {
    List<CollectorRecord> out = new ArrayList<>();
    collectors.forEach(
        record -> out.add(record.masked(text -> known.mask(text, new ScrubTally()))));
    return out;
  }

  /** What had to be taken out and why, one line each. */
  List<String> leftOut() {
    return leftOut;
  }

  private void drop(EntryRecord entry, Exception e) {
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    leftOut.add(known.mask(entry.path + ": kept out: " + why, new ScrubTally()));
    try {
      Files.deleteIfExists(staging.entry(entry.path));
    } catch (IOException staysInStaging) {
      leftOut.add(entry.path + ": " + staysInStaging.getMessage());
    }
  }

  private EntryRecord masked(EntryRecord entry) throws IOException {
    Path file = staging.entry(entry.path);
    Path unfinished = staging.unfinished();
    try {
      ScrubTally tally = rewritten(entry.path, file, unfinished);
      if (tally == null || tally.total() == 0) {
        return entry;
      }
      Content content;
      // through the same door as the first time, for the digest
      try (InputStream in = Files.newInputStream(unfinished);
          Hashing hashing = staging.write(file)) {
        Streams.copy(in, hashing);
        hashing.flush();
        content = hashing.content(tally.byRule());
      }
      return entry.again(content);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** What was masked; null when there is nothing to mask and the copy may be missing. */
  private @Nullable ScrubTally rewritten(String path, Path file, Path copy) throws IOException {
    String name = path.toLowerCase(Locale.ROOT);
    if (name.endsWith(".jfr")) {
      if (known.isAscii() && !in(file)) {
        return null; // a walk through all events takes ten times as long
      }
      ScrubTally tally = new ScrubTally();
      RecordingMask.mask(file, copy, (field, value) -> known.overlay(value, tally));
      return tally;
    }
    byte[] head = head(file);
    if (Gzip.isGzip(head)) {
      return name.endsWith(".pprof") || name.endsWith(".pb.gz")
          ? profile(file, copy)
          : packed(file, copy);
    }
    if (!in(file) && !treeOf(path)) {
      return null;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        OutputStream out = Files.newOutputStream(copy)) {
      return known.again(TextKind.of(path), in, out);
    }
  }

  private boolean in(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return known.in(in);
    }
  }

  /** Numbers and escapes show in the tree only. */
  private static boolean treeOf(String path) {
    TextKind kind = TextKind.of(path);
    return kind == TextKind.YAML || kind == TextKind.JSON;
  }

  private static byte[] head(Path file) throws IOException {
    byte[] head = new byte[3];
    try (InputStream in = Files.newInputStream(file)) {
      int read = in.read(head);
      return read == head.length ? head : new byte[0];
    }
  }

  private @Nullable ScrubTally profile(Path file, Path copy) throws IOException {
    ScrubTally tally = new ScrubTally();
    byte[] proto = Gzip.decompress(Files.readAllBytes(file), LARGEST_PROFILE);
    byte[] masked = PprofStrings.map(proto, text -> known.mask(text, tally));
    if (tally.total() > 0) {
      Files.write(copy, Gzip.compress(masked));
    }
    return tally;
  }

  /** Anything else that is packed, a heap dump first of all: with stars of the same length. */
  private @Nullable ScrubTally packed(Path file, Path copy) throws IOException {
    try (InputStream in = Gzip.unpacked(Files.newInputStream(file))) {
      if (!known.in(in)) {
        return null;
      }
    }
    ScrubTally tally = new ScrubTally();
    try (InputStream in = Gzip.unpacked(Files.newInputStream(file));
        OutputStream out = Gzip.packed(Files.newOutputStream(copy))) {
      known.overlay(in, out, tally);
    }
    return tally;
  }

  private EntryRecord renamed(EntryRecord entry) throws IOException {
    String masked = known.mask(entry.path, new ScrubTally()).replaceAll("\\*{8}", IN_PATHS);
    String source = entry.source == null ? null : known.mask(entry.source, new ScrubTally());
    EntryRecord shown = entry.from(source);
    if (masked.equals(entry.path)) {
      return shown;
    }
    String path = masked;
    for (int i = 2; !paths.add(path); i++) {
      path = masked + "-" + i;
    }
    staging.place(staging.entry(entry.path), EntryPath.check(path));
    return shown.at(path);
  }

  /** A text about the flare itself, such as {@code status.log}. */
  String text(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      known.again(TextKind.of(name), new ByteArrayInputStream(bytes), out);
    } catch (IOException impossible) {
      throw new AssertionError("memory does not fail", impossible);
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
