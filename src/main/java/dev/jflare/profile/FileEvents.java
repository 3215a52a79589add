package dev.jflare.profile;

import dev.jflare.jfr.ChunkContents;
import dev.jflare.jfr.ChunkEvents;
import dev.jflare.lang.Nullable;
import dev.jflare.pprof.Labels;
import dev.jflare.profile.RecordingFile.Visitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import one.jfr.JfrReader;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds up the events of a file that anything may have recorded: each chunk by who recorded it and
 * with which settings. Only the names are left to the reader of async-profiler's makers: to have it
 * walk through all events, too, took three times as long.
 */
final class FileEvents {
  private final FileFacts facts;
  private final ProfileTables tables;
  private final ProfileTables wallTables;
  private final NativeTables nativeCode;
  private final boolean alsoWall;
  private final boolean onlyWall;
  private final AllocationSums allocations = new AllocationSums();
  private final FirstSamples firstSamples = new FirstSamples(Long.MAX_VALUE);
  private final StackPool stacks = new StackPool();

  /**
   * @param wallTables for samples of wall-clock time, which stand in the CPU table of their own
   */
  FileEvents(
      FileFacts facts, ProfileTables tables, ProfileTables wallTables, NativeTables nativeCode) {
    this.facts = facts;
    this.nativeCode = nativeCode;
    this.tables = tables;
    this.wallTables = wallTables;
    this.alsoWall = facts.alsoWall();
    this.onlyWall = facts.onlyWall();
  }

  /**
   * Adds the events of a chunk.
   *
   * @throws IOException when it cannot be read, or not further; what was added before stays
   */
  void add(ChunkContents chunk) throws IOException {
    ByteBuffer bytes = chunk.events().bytes(facts.file());
    try (JfrReader reader = new JfrReader(bytes)) {
      ChunkSums sums = new ChunkSums(chunk, reader);
      try {
        chunk.events().read(facts.file(), EventNumbers.FIELDS, sums);
      } finally {
        allocations.end();
      }
    } catch (RuntimeException | InternalError damaged) { // the latter when the file shrinks
      throw new IOException(facts.file().getFileName() + " is damaged: " + damaged, damaged);
    }
  }

  /** Adds up the events of one chunk. */
  private final class ChunkSums implements ChunkEvents.Sink {
    private final JfrReader reader;
    private final ChunkNames names;
    private final Visitor events;
    private final @Nullable Visitor wall;
    private final boolean sumsAllocations;
    private final AsyncSettings settings;

    ChunkSums(ChunkContents chunk, JfrReader reader) {
      this.reader = reader;
      this.settings = new AsyncSettings(chunk);
      this.names = new ChunkNames(reader, stacks);
      if (chunk.isAsyncProfiler()) {
        events = new AsyncEvents(tables, facts.recordings(settings.asFacts()));
        wall = new AsyncEvents(wallTables, facts.recordings(settings.wallAsFacts()));
        wall.chunk(reader, names);
        sumsAllocations = true;
        allocations.begin(names::type, Weights.asyncAllocation(settings.allocBytes()), this::sum);
      } else {
        events = new JdkEventSums(tables, facts.allocationFeature(), firstSamples);
        wall = null;
        sumsAllocations =
            facts.allocationFeature() < 16 && tables.madeOf(Fact.JFR, ProfileKind.SECOND_HEAP);
        allocations.begin(names::type, Weights::newBuffer, this::sum);
      }
      events.chunk(reader, names);
    }

    private void sum(int thread, int stack, long type, long size, double[] sums) {
      Labels labels = ObjectSize.labels(names.type(type), names.thread(thread), size);
      SampleKey key = new SampleKey(names.stack(stack), labels);
      tables.addHeap(Long.MAX_VALUE, key, ProfileTables.ALLOC_OBJECTS, sums[0], sums[1]);
    }

    @Override
    public void allocation(int thread, int stack, long type, long size, long buffer) {
      if (sumsAllocations) {
        allocations.add(thread, stack, type, size, buffer);
      }
    }

    @Override
    public void other(String type, long[] fields) {
      if (type.equals(NativeTables.MALLOC) || type.equals(NativeTables.LOCK)) {
        inNativeCode(type, names.stack((int) fields[2]), names.thread((int) fields[1]), fields[3]);
        return;
      }
      Event event = EventNumbers.event(type, fields);
      if (wall != null && event instanceof ExecutionSample && isWall((ExecutionSample) event)) {
        for (int i = 0; i < ((ExecutionSample) event).samples; i++) {
          wall.event(event); // one event stands for several looks at a thread that slept on
        }
      } else {
        events.event(event);
      }
    }

    private void inNativeCode(String type, Stack stack, String thread, long amount) {
      if (type.equals(NativeTables.MALLOC)) {
        nativeCode.addMalloc(stack, thread, amount, settings.mallocBytes());
      } else {
        long nanos = (long) (amount * reader.nanosPerTick);
        nativeCode.addLock(stack, thread, nanos, settings.nativeLockNanos());
      }
    }

    private boolean isWall(ExecutionSample event) {
      String state = reader.getEnumValue("jdk.types.ThreadState", event.threadState);
      return onlyWall || (alsoWall && !"STATE_DEFAULT".equals(state));
    }
  }
}
