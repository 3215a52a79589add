package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/** Reads a JFR file once, event by event, chunk by chunk. */
final class RecordingFile {
  private final String name;
  private final Source source;
  private final StackPool stacks;

  RecordingFile(Path file) {
    this(String.valueOf(file.getFileName()), () -> new JfrReader(file.toString()), new StackPool());
  }

  /**
   * A piece of a file that is in memory. The reader has two megabytes outside the heap for each
   * file it opens, which a program that seldom collects garbage would not get back; not for these.
   *
   * @param chunk one whole chunk
   * @param stacks of which equal ones are taken
   */
  RecordingFile(String name, byte[] chunk, StackPool stacks) {
    this(name, () -> new JfrReader(ByteBuffer.wrap(chunk)), stacks);
  }

  private RecordingFile(String name, Source source, StackPool stacks) {
    this.name = name;
    this.source = source;
    this.stacks = stacks;
  }

  /**
   * Shows every event to the visitor. What was seen before an exception stays valid.
   *
   * @throws IOException when the file cannot be read, or not further: a session that was cut off
   *     leaves an unfinished chunk
   */
  void read(Visitor visitor) throws IOException {
    try (JfrReader reader = source.open()) {
      register(reader);
      reader.stopAtNewChunk = true;
      while (reader.hasMoreChunks()) {
        OwnReading.of(reader);
        visitor.chunk(reader, new ChunkNames(reader, stacks));
        for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
          visitor.event(event);
        }
        forget(reader);
      }
    } catch (RuntimeException damaged) { // the reader trusts what it reads
      throw new IOException(name + " is damaged: " + damaged, damaged);
    }
  }

  /** Tells the reader of the events that it does not know by itself. */
  static void register(JfrReader reader) {
    reader.registerEvent("jdk.JavaMonitorWait", JdkEvents.MonitorWait.class);
    reader.registerEvent("jdk.ThreadStart", JdkEvents.ThreadStart.class);
    reader.registerEvent("jdk.OldObjectSample", JdkEvents.OldObject.class);
    ScopeEvents.register(reader);
    reader.registerEvent("jdk.CPUTimeSample", JdkEvents.CpuTime.class);
    reader.registerEvent("jdk.CPUTimeSamplesLost", JdkEvents.CpuTimeLost.class);
  }

  /** Each chunk brings its own tables; keeping the old ones would only cost memory. */
  private static void forget(JfrReader reader) {
    reader.stackTraces.clear();
    reader.methods.clear();
    reader.classes.clear();
    reader.symbols.clear();
    reader.strings.clear();
    reader.threads.clear();
    reader.javaThreads.clear();
  }

  private interface Source {
    JfrReader open() throws IOException;
  }

  /** Takes the events of one file. */
  abstract static class Visitor {
    private @Nullable JfrReader reader;
    private @Nullable ChunkNames names;

    void chunk(JfrReader chunk, ChunkNames chunkNames) {
      this.reader = chunk;
      this.names = chunkNames;
    }

    abstract void event(Event event);

    final ChunkNames names() {
      return present(names);
    }

    /** An event's time in nanoseconds since 1970. */
    final long epochNanos(long ticks) {
      return present(reader).eventTimeToNanos(ticks);
    }

    /** Java's id of a thread, 0 for one that is not Java's. */
    final long javaThread(int id) {
      Long javaId = present(reader).javaThreads.get(id);
      return javaId == null ? 0 : javaId;
    }

    /** A span in nanoseconds. */
    final long nanos(long ticks) {
      return (long) (ticks * present(reader).nanosPerTick);
    }

    private static <T> T present(@Nullable T value) {
      if (value == null) {
        throw new IllegalStateException("an event before its chunk");
      }
      return value;
    }
  }
}
