package dev.jflare.profile;

/** Which profiler may be used. */
public enum Engine {
  /**
   * async-profiler where it can be loaded without harm, JFR for what it does not cover. On Java 21
   * to 23 with virtual threads in use JFR alone: there the loaded library costs them a third of
   * their speed until the process ends (reference profiles 3.6).
   */
  AUTO,
  /** As AUTO, also where virtual threads are in use. */
  ASYNC_PROFILER,
  /** No native library is loaded. */
  JFR
}
