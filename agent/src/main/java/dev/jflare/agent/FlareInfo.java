package dev.jflare.agent;

/** A flare that ended, as JMX shows it. */
public final class FlareInfo {
  private final String id;
  private final String state;
  private final @Nullable String archive;
  private final boolean complete;
  private final String message;

  public FlareInfo(
      String id, String state, @Nullable String archive, boolean complete, String message) {
    this.id = id;
    this.state = state;
    this.archive = archive;
    this.complete = complete;
    this.message = message;
  }

  public String getId() {
    return id;
  }

  /** {@code done}, {@code failed} or {@code cancelled}. */
  public String getState() {
    return state;
  }

  /** The archive's path, or null when there is none. */
  public @Nullable String getArchive() {
    return archive;
  }

  /** Whether nothing is missing from it. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * What went wrong, or the backend's answer after an upload; empty when there is nothing to say.
   */
  public String getMessage() {
    return message;
  }
}
