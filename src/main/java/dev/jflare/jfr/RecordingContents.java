package dev.jflare.jfr;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a recording says about itself, chunk by chunk, before its samples are read. */
public final class RecordingContents {
  private final List<ChunkContents> chunks = new ArrayList<>();

  private RecordingContents() {}

  /**
   * Walks the heads of all events.
   *
   * @throws IOException when it cannot be read, or is damaged inside a chunk
   */
  public static RecordingContents of(SoundRecording recording) throws IOException {
    RecordingContents contents = new RecordingContents();
    if (recording.isEmpty()) {
      return contents;
    }
    Path file = recording.file();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (Chunk chunk : Chunks.of(file)) {
        contents.chunks.add(ChunkContents.read(channel, chunk));
      }
    }
    return contents;
  }

  /** In the order of the file. */
  public List<ChunkContents> chunks() {
    return Collections.unmodifiableList(chunks);
  }

  /** Number of events by type, of all chunks. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (ChunkContents chunk : chunks) {
      chunk.counts().forEach((type, count) -> counts.merge(type, count, Long::sum));
    }
    return counts;
  }
}
