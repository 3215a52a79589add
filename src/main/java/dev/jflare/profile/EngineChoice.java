package dev.jflare.profile;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which engine makes which profile, and why. One source for each, never two added up; a profile
 * that nobody can make is made of nothing and says so.
 */
final class EngineChoice {
  private final Set<ProfileKind> async;
  private final Set<ProfileKind> jdk;
  private final String whyNotAsync;
  private final String whyNotJdk;
  private final Map<ProfileKind, String> preferJdk = new EnumMap<>(ProfileKind.class);

  /**
   * @param async what async-profiler can record as it runs now
   * @param whyNotAsync what it said to the rest, empty when nothing was to be said
   * @param jdk the same of JFR
   */
  EngineChoice(Set<ProfileKind> async, String whyNotAsync, Set<ProfileKind> jdk, String whyNotJdk) {
    this.async = async;
    this.whyNotAsync = whyNotAsync;
    this.jdk = jdk;
    this.whyNotJdk = whyNotJdk;
  }

  /** Gives a profile to JFR where both could make it. */
  void preferJdk(ProfileKind kind, String reason) {
    preferJdk.put(kind, reason);
  }

  /** The profiles of this engine, by its name among the facts. */
  Set<ProfileKind> of(String engine) {
    Set<ProfileKind> kinds = EnumSet.noneOf(ProfileKind.class);
    for (ProfileKind kind : ProfileKind.values()) {
      if (engine(kind).equals(engine)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  String engine(ProfileKind kind) {
    if (jdk.contains(kind) && (preferJdk.containsKey(kind) || !async.contains(kind))) {
      return Fact.JFR;
    }
    return async.contains(kind) ? Fact.ASYNC_PROFILER : Fact.NO_ENGINE;
  }

  String reason(ProfileKind kind) {
    switch (engine(kind)) {
      case Fact.ASYNC_PROFILER:
        return kind == ProfileKind.CPU
            ? "it samples CPU time itself, threads of the JVM included"
            : "its samples can be scaled to true totals";
      case Fact.JFR:
        return preferJdk.getOrDefault(kind, leftOver(kind));
      default:
        return whyNotJdk;
    }
  }

  private String leftOver(ProfileKind kind) {
    if (kind == ProfileKind.BLOCK) {
      return "it knows waits of every kind";
    }
    return whyNotAsync.isEmpty() ? "async-profiler does not record it here" : whyNotAsync;
  }
}
