package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.lang.FolderTree;
import dev.jflare.profile.Recordings;
import dev.jflare.time.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Turns what {@link Profiles} recorded into the files of the archive. */
public final class ConvertedProfiles implements Collector {
  public static final String ID = "conversion";

  /** For a recording of an hour; one of 30 s takes less than a second (reference profiles 5.2). */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Path recordings;

  /**
   * @param recordings the work folder of the recording; deleted after the conversion
   */
  public ConvertedProfiles(Path recordings) {
    this.recordings = recordings;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "the recording as pprof files";
  }

  @Override
  public Duration span() {
    return LONGEST;
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (!Files.isDirectory(recordings)) {
      throw new SkippedException("nothing was recorded");
    }
    try {
      Recordings left = Recordings.load(recordings);
      Profiles.write(left, left.facts().getOrDefault("service", "java"), evidence);
    } finally {
      FolderTree.delete(recordings);
    }
  }
}
