package dev.jflare.profile;

import dev.jflare.jfr.ChunkContents;
import dev.jflare.lang.Nullable;
import dev.jflare.profile.RecordingFile.Visitor;
import java.util.Iterator;
import java.util.List;
import one.jfr.JfrReader;
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
  private final FirstSamples firstSamples = new FirstSamples(Long.MAX_VALUE);
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
  }

  @Override
  void chunk(JfrReader chunk, ChunkNames names) {
    super.chunk(chunk, names);
    reader = chunk;
    ChunkContents contents = chunks.next();
    wall = null;
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
    Visitor all = events;
    Visitor clock = wall;
    if (all == null) {
      throw new IllegalStateException("an event before its chunk");
    }
    if (clock != null && event instanceof ExecutionSample && isWall((ExecutionSample) event)) {
      for (int i = 0; i < ((ExecutionSample) event).samples; i++) {
        clock.event(event); // one event stands for several looks at a thread that slept on
      }
    } else {
      all.event(event);
    }
  }

  private boolean isWall(ExecutionSample event) {
    JfrReader names = reader;
    if (names == null || facts.onlyWall()) {
      return true;
    }
    String state = names.getEnumValue("jdk.types.ThreadState", event.threadState);
    return facts.alsoWall() && !"STATE_DEFAULT".equals(state);
  }
}
