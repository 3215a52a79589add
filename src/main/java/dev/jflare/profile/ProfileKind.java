package dev.jflare.profile;

/** The five profiles of a flare, in the order and with the names that Datadog's flares have. */
public enum ProfileKind {
  FIRST_HEAP("1st-heap"),
  CPU("cpu"),
  SECOND_HEAP("2nd-heap"),
  MUTEX("mutex"),
  BLOCK("block");

  private final String id;

  ProfileKind(String id) {
    this.id = id;
  }

  /** The part of the file name: {@code profiles/<service>-<id>.pprof}. */
  public String id() {
    return id;
  }
}
