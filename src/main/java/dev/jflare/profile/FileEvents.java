package dev.jflare.profile;

import dev.jflare.jfr.ChunkContents;
import dev.jflare.lang.Nullable;
import dev.jflare.profile.RecordingFile.Visitor;
import java.util.Iterator;
import java.util.List;
import one.jfr.JfrReader;
import one.jfr.event.AllocationSample;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds up the events of a file that anything may have recorded: each chunk by who recorded it and
 * with which settings.
 */
final class FileEvents extends Visitor {
  private final FileFacts facts;
  private final Iterator<ChunkContents> chunks;
  private final ProfileTables tables;
  private final ProfileTables wallTables;
  private final boolean alsoWall;
  private final boolean onlyWall;
  private final AllocationFold allocations = new AllocationFold();
  private final FirstSamples firstSamples = new FirstSamples(Long.MAX_VALUE);

  /** Whether equal allocations mean the same; not where a sample has a weight of its own. */
  private boolean folds;

  private @Nullable JfrReader reader;
  private @Nullable Visitor events;
  private @Nullable Visitor wall;

  /**
   * @param wallTables for samples of wall-clock time, which stand in the CPU table of their own
   */
  FileEvents(
      FileFacts facts, List<ChunkContents> chunks, ProfileTables tables, ProfileTables wallTables) {
    this.facts = facts;
    this.chunks = chunks.iterator();
    this.tables = tables;
    this.wallTables = wallTables;
    this.alsoWall = facts.alsoWall();
    this.onlyWall = facts.onlyWall();
  }

  @Override
  void chunk(JfrReader chunk, ChunkNames names) {
    super.chunk(chunk, names);
    reader = chunk;
    ChunkContents contents = chunks.next();
    wall = null;
    folds = contents.isAsyncProfiler() || facts.allocationFeature() < 16;
    if (contents.isAsyncProfiler()) {
      AsyncSettings settings = new AsyncSettings(contents);
      events = new AsyncEvents(tables, facts.recordings(settings.asFacts()));
      wall = new AsyncEvents(wallTables, facts.recordings(settings.wallAsFacts()));
      wall.chunk(chunk, names);
    } else {
      events = new JdkEventSums(tables, facts.allocationFeature(), firstSamples);
    }
    events.chunk(chunk, names);
  }

  @Override
  void event(Event event) {
    if (event instanceof AllocationSample && folds) {
      allocations.add((AllocationSample) event);
      if (allocations.isFull()) {
        chunkEnds();
      }
    } else if (event instanceof ExecutionSample && isWall((ExecutionSample) event)) {
      for (int i = 0; i < ((ExecutionSample) event).samples; i++) {
        present(wall).event(event); // one event stands for several looks at a thread that slept on
      }
    } else {
      present(events).event(event);
    }
  }

  @Override
  void chunkEnds() {
    Visitor all = events;
    if (all == null) {
      return; // the file could not even be opened
    }
    allocations.drain(
        (sample, count) -> {
          tables.times(count);
          all.event(sample);
        });
    tables.times(1);
  }

  private boolean isWall(ExecutionSample event) {
    if (wall == null || !(alsoWall || onlyWall)) {
      return false;
    }
    JfrReader chunk = present(reader);
    String state = chunk.getEnumValue("jdk.types.ThreadState", event.threadState);
    return onlyWall || !"STATE_DEFAULT".equals(state);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("an event before its chunk");
    }
    return value;
  }
}
