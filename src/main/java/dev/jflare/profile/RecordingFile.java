package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/** Reads a JFR file once, event by event, chunk by chunk. */
final class RecordingFile {
  private final Path file;
  private final Map<Stack, Stack> stacks = new HashMap<>();

  RecordingFile(Path file) {
    this.file = file;
  }

  /**
   * Shows every event to the visitor. What was seen before an exception stays valid.
   *
   * @throws IOException when the file cannot be read, or not further: a session that was cut off
   *     leaves an unfinished chunk
   */
  void read(Visitor visitor) throws IOException {
    try (JfrReader reader = new JfrReader(file.toString())) {
      reader.registerEvent("jdk.JavaMonitorWait", JdkEvents.MonitorWait.class);
      reader.registerEvent("jdk.OldObjectSample", JdkEvents.OldObject.class);
      reader.stopAtNewChunk = true;
      while (reader.hasMoreChunks()) {
        visitor.chunk(reader, new ChunkNames(reader, stacks));
        for (Event event = reader.readEvent(); event != null; event = reader.readEvent()) {
          visitor.event(event);
        }
        visitor.chunkEnds();
        forget(reader);
      }
    } catch (RuntimeException damaged) { // the reader trusts what it reads
      throw new IOException(file.getFileName() + " is damaged: " + damaged, damaged);
    }
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

  /** Takes the events of one file. */
  abstract static class Visitor {
    private @Nullable JfrReader reader;
    private @Nullable ChunkNames names;

    void chunk(JfrReader chunk, ChunkNames chunkNames) {
      this.reader = chunk;
      this.names = chunkNames;
    }

    abstract void event(Event event);

    /** All events of the chunk were shown; their names can still be looked up. */
    void chunkEnds() {}

    final ChunkNames names() {
      return present(names);
    }

    /** An event's time in nanoseconds since 1970. */
    final long epochNanos(long ticks) {
      return present(reader).eventTimeToNanos(ticks);
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
