package dev.jflare.jvm;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The counters that a HotSpot JVM publishes in a memory-mapped file, {@code
 * /tmp/hsperfdata_USER/PID}. Reading them needs no help of the JVM: they are there when it hangs.
 * Holds one reading; see {@link #again()}. The layout (version 2.0) is that of HotSpot's
 * perfMemory.hpp and perfData.hpp.
 */
public final class PerfData {
  private static final int MAGIC = 0xCAFEC0C0;
  private static final int HEADER_BYTES = 32;
  private static final int ENTRY_BYTES = 20;

  private final Path file;
  private final Map<String, Object> counters;

  private PerfData(Path file, Map<String, Object> counters) {
    this.file = file;
    this.counters = Collections.unmodifiableMap(counters);
  }

  /**
   * Reads the counters of a process.
   *
   * @throws IOException when there are none to read; the message is the reason (not a HotSpot JVM,
   *     {@code -XX:-UsePerfData}, {@code -XX:+PerfDisableSharedMem}, another user's)
   */
  public static PerfData of(ProcessView process) throws IOException {
    return read(find(process));
  }

  /** The same, for who can go on without. */
  public static Optional<PerfData> ifPresent(ProcessView process) {
    try {
      return Optional.of(of(process));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Reads a file. */
  public static PerfData read(Path file) throws IOException {
    try {
      return new PerfData(file, parse(ByteBuffer.wrap(Files.readAllBytes(file))));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException cut) {
      throw new IOException("not a complete hsperfdata file: " + file, cut);
    }
  }

  /** A new reading of the same file. */
  public PerfData again() throws IOException {
    return read(file);
  }

  /** All counters by name, sorted: Long or String. */
  public Map<String, Object> counters() {
    return counters;
  }

  /** A counter that is a number. */
  public Optional<Long> number(String name) {
    Object value = counters.get(name);
    return value instanceof Long ? Optional.of((Long) value) : Optional.empty();
  }

  /** A counter that is a text. */
  public Optional<String> text(String name) {
    Object value = counters.get(name);
    return value instanceof String ? Optional.of((String) value) : Optional.empty();
  }

  /** Pauses of the whole JVM so far; empty when this JVM does not count them. */
  public Optional<Safepoints> safepoint() {
    Optional<Long> count = number("sun.rt.safepoints");
    Optional<Long> ticks = number("sun.rt.safepointTime");
    Optional<Long> frequency = number("sun.os.hrt.frequency");
    if (!count.isPresent() || !ticks.isPresent() || frequency.orElse(0L) <= 0) {
      return Optional.empty();
    }
    double nanos = ticks.get() * (1e9 / frequency.get());
    return Optional.of(new Safepoints(count.get(), Duration.ofNanos((long) nanos)));
  }

  /** The pauses of a JVM since its start. */
  public static final class Safepoints {
    private final long count;
    private final Duration total;

    public Safepoints(long count, Duration total) {
      this.count = count;
      this.total = total;
    }

    /** What was added since an earlier reading. */
    public Safepoints since(Safepoints earlier) {
      return new Safepoints(count - earlier.count, total.minus(earlier.total));
    }

    /** How often the JVM was stopped, for whatever reason. */
    public long count() {
      return count;
    }

    /** Time in which application threads stood still, without the time it took to stop them. */
    public Duration total() {
      return total;
    }
  }

  /**
   * The folder's last part is the user's name as the JVM knew it, which we may not know; so all are
   * looked at, and the file must be the process owner's.
   */
  private static Path find(ProcessView process) throws IOException {
    long name = process.pid();
    Path tmp = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
    @Nullable Long owner = null;
    if (process.supported()) {
      ProcessStatus status = process.status();
      name = status.namespacePid();
      owner = status.uid();
      tmp = process.files().resolve("/tmp"); // always, whatever java.io.tmpdir says
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(tmp, "hsperfdata_*")) {
      for (Path folder : folders) {
        Path file = folder.resolve(Long.toString(name));
        if (Files.isRegularFile(file) && ownedBy(file, owner)) {
          return file;
        }
      }
    }
    throw new NoSuchFileException(
        "no hsperfdata for "
            + process
            + " (not HotSpot, or -XX:-UsePerfData, or "
            + "-XX:+PerfDisableSharedMem)");
  }

  private static boolean ownedBy(Path file, @Nullable Long uid) throws IOException {
    return uid == null || ((Integer) Files.getAttribute(file, "unix:uid")).longValue() == uid;
  }

  /**
   *
   *
   * <pre>
   * header: u4 magic (big-endian) | u1 byte order (0 big, 1 little) | u1 major | u1 minor | u1 accessible
   *         | i4 used | i4 overflow | i8 modified | i4 offset of the first entry | i4 number of entries
   * entry:  i4 length | i4 offset of name | i4 vector length | u1 type | u1 flags | u1 unit
   *         | u1 variability | i4 offset of data        (offsets from the start of the entry)
   * </pre>
   */
  private static Map<String, Object> parse(ByteBuffer bytes) throws IOException {
    if (bytes.limit() < HEADER_BYTES || bytes.getInt(0) != MAGIC) {
      throw new IOException("not an hsperfdata file");
    }
    if (bytes.get(7) == 0) {
      throw new IOException("the JVM is still setting up its counters");
    }
    bytes.order(bytes.get(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    Map<String, Object> counters = new TreeMap<>();
    int entry = bytes.getInt(24);
    int count = bytes.getInt(28);
    for (int i = 0; i < count; i++) {
      int length = bytes.getInt(entry);
      if (length < ENTRY_BYTES) {
        throw new IOException("hsperfdata entry of " + length + " bytes");
      }
      String name = text(bytes, entry + bytes.getInt(entry + 4), entry + length);
      int vector = bytes.getInt(entry + 8);
      int data = entry + bytes.getInt(entry + 16);
      if (bytes.get(entry + 12) == 'J' && vector == 0) {
        counters.put(name, bytes.getLong(data));
      } else if (bytes.get(entry + 12) == 'B' && vector > 0) {
        counters.put(name, text(bytes, data, Math.min(data + vector, entry + length)));
      }
      entry += length;
    }
    return counters;
  }

  private static String text(ByteBuffer bytes, int start, int limit) {
    if (start < 0 || start > limit) {
      throw new IndexOutOfBoundsException(
          "text at " + start + " of an entry that ends at " + limit);
    }
    int end = start;
    while (end < limit && bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    for (int i = 0; i < text.length; i++) {
      text[i] = bytes.get(start + i);
    }
    return new String(text, StandardCharsets.UTF_8);
  }
}
