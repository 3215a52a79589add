package dev.jflare.profile;

import java.util.Locale;

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
  JFR;

  /**
   * The engine by its name in settings: {@code auto}, {@code async-profiler}, {@code jfr}.
   *
   * @throws IllegalArgumentException when there is none of this name
   */
  public static Engine named(String name) {
    for (Engine engine : values()) {
      if (engine.word().equals(name)) {
        return engine;
      }
    }
    throw new IllegalArgumentException(
        "engine is \"" + name + "\", expected auto, async-profiler or jfr");
  }

  /** Its name in settings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
