package dev.jflare.cli.attach;

/**
 * What came back from a load. Neither says that the agent works: only what the agent itself writes
 * into the exchange directory does.
 */
enum LoadReply {
  /** The target says that it has loaded the agent. */
  LOADED,
  /**
   * This pair of Java versions cannot tell success from failure: a Java 8 that attaches to a later
   * one reads the same "non-numeric value" for both.
   */
  UNTOLD
}
