package dev.jflare.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A finished flare on disk; nothing can be added any more. */
public final class FlareArchive {
  private final Path file;
  private final long bytes;
  private final int entries;
  private final Map<String, Long> scrubbed;
  private final List<String> gaps;
  private final List<Leak> leaks;

  FlareArchive(Path file, int entries, Manifest manifest, List<Leak> leaks) throws IOException {
    this.file = file;
    this.bytes = Files.size(file);
    this.entries = entries;
    this.scrubbed = Collections.unmodifiableMap(manifest.scrubbedByRule());
    this.gaps = Collections.unmodifiableList(manifest.gaps());
    this.leaks = leaks;
  }

  public Path file() {
    return file;
  }

  public long bytes() {
    return bytes;
  }

  /** How many files it holds, the manifest and the logs about it included. */
  public int entries() {
    return entries;
  }

  /** How often each rule of the scrubber masked something. */
  public Map<String, Long> scrubbed() {
    return scrubbed;
  }

  /** What is missing and why, one line each; empty when the flare is complete. */
  public List<String> gaps() {
    return gaps;
  }

  /** What {@link LeakCheck} found in it; unless this is empty, it must not be uploaded. */
  public List<Leak> leaks() {
    return leaks;
  }

  public boolean complete() {
    return gaps.isEmpty();
  }
}
