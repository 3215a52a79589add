package dev.jflare.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The events of one chunk, read in one go. Nine of ten events in most recordings tell of an
 * allocated object and its size; those are handed out as numbers, because to make an object of each
 * would be most of the work of a conversion. So are those fields of others that are asked for.
 */
public final class ChunkEvents {
  private static final String IN_BUFFER = "jdk.ObjectAllocationInNewTLAB";
  private static final String OUTSIDE = "jdk.ObjectAllocationOutsideTLAB";

  /** How the fields follow each other, with every JDK and async-profiler until now. */
  private static final List<String> FIELDS =
      Arrays.asList("startTime", "eventThread", "stackTrace", "objectClass", "allocationSize");

  private static final long NO_TYPE = -1;

  private final Chunk chunk;
  private final JfrType[] types;
  private final long inBuffer;
  private final long outside;

  ChunkEvents(Chunk chunk, Metadata metadata) {
    this.chunk = chunk;
    this.types = metadata.types().stream().filter(type -> type.events > 0).toArray(JfrType[]::new);
    long newBuffer = NO_TYPE;
    long noBuffer = NO_TYPE;
    for (JfrType type : types) {
      List<String> fields = new ArrayList<>();
      type.fields.forEach(field -> fields.add(field.name));
      boolean buffer = type.name.equals(IN_BUFFER) && fields.remove("tlabSize");
      if (buffer && fields.equals(FIELDS)) {
        newBuffer = type.id;
      } else if (type.name.equals(OUTSIDE) && fields.equals(FIELDS)) {
        noBuffer = type.id;
      }
    }
    this.inBuffer = newBuffer;
    this.outside = noBuffer;
  }

  /**
   * The bytes of the chunk, none of which takes memory before it is looked at.
   *
   * @param file that the chunk is in
   */
  public ByteBuffer bytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, chunk.offset(), chunk.size());
    }
  }

  /**
   * Reads them.
   *
   * @param file that the chunk is in
   * @param wanted the fields of each type that are to be read: numbers, and references into pools
   */
  public void read(Path file, Map<String, List<String>> wanted, Sink sink) throws IOException {
    EventFields[] others = new EventFields[types.length];
    for (int i = 0; i < types.length; i++) {
      List<String> fields = wanted.get(types[i].name);
      others[i] = fields == null ? null : EventFields.of(types[i], fields);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Events events = new Events(channel, chunk.offset() + Chunk.HEADER, chunk.end());
      long[] fields = new long[FIELDS.size()];
      while (events.next()) {
        long type = events.type();
        if (type == inBuffer || type == outside) {
          Cursor cursor = events.cursor();
          cursor.numbers(fields);
          long buffer = type == inBuffer ? cursor.varlong() : 0;
          sink.allocation((int) fields[1], (int) fields[2], fields[3], fields[4], buffer);
        } else if (type > Events.POOL) {
          other(type, others, events.cursor(), sink);
        }
      }
    }
  }

  private void other(long type, EventFields[] others, Cursor cursor, Sink sink) throws IOException {
    for (int i = 0; i < types.length; i++) {
      EventFields fields = others[i];
      if (types[i].id == type && fields != null) {
        sink.other(types[i].name, fields.read(cursor));
      }
    }
  }

  /** Takes the events. */
  public interface Sink {
    /**
     * One allocation; ids are those of the chunk.
     *
     * @param size of the object, in bytes
     * @param buffer what the JVM or the profiler gives as the size of the new thread-local buffer;
     *     0 for an object outside of any
     */
    void allocation(int thread, int stack, long type, long size, long buffer);

    /**
     * Another event.
     *
     * @param fields those that were asked for, 0 where the type has no such field
     */
    void other(String type, long[] fields);
  }
}
