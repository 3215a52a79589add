package dev.jflare.flare;

import dev.jflare.archive.FlareArchive;
import dev.jflare.lang.Nullable;

/** How a flare ended: with an archive, or with the reason why there is none. */
public final class FlareResult {
  private final @Nullable FlareArchive archive;
  private final String problem;

  private FlareResult(@Nullable FlareArchive archive, String problem) {
    this.archive = archive;
    this.problem = problem;
  }

  static FlareResult of(FlareArchive archive) {
    return new FlareResult(archive, "");
  }

  static FlareResult failed(String problem) {
    return new FlareResult(null, problem);
  }

  /** Null when there is none; then {@link #problem} says why. */
  public @Nullable FlareArchive archive() {
    return archive;
  }

  /** Empty when there is an archive. */
  public String problem() {
    return problem;
  }
}
