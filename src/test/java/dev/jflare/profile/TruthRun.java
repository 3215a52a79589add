package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.json.Json;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** One run of the program {@code Truth}: what it did by its own account, and what was recorded. */
final class TruthRun {
  private final Recordings recordings;
  private final Map<String, Object> truth;
  private final Map<ProfileKind, Pprof> profiles = new EnumMap<>(ProfileKind.class);

  /**
   * @param said what the program printed
   */
  TruthRun(Path folder, String said) throws Exception {
    assertTrue(said.contains("in time: true"), () -> "the work outlasted the window: " + said);
    String prefix = "truth: ";
    String line = said.lines().filter(l -> l.startsWith(prefix)).findFirst().orElseThrow();
    truth = Json.readObject(line.substring(prefix.length()));
    recordings = Recordings.load(folder);
    for (Map.Entry<ProfileKind, byte[]> made : RecordingToPprof.convert(recordings).entrySet()) {
      PprofRules.check(made.getValue());
      profiles.put(made.getKey(), PprofReader.read(made.getValue()));
    }
  }

  Recordings recordings() {
    return recordings;
  }

  Pprof profile(ProfileKind kind) {
    return profiles.get(kind);
  }

  /** Count, amount, longCount or longAmount of a site; 0 when the program did not go there. */
  double truth(String site, String figure) {
    return Json.number(Json.object(truth, site), figure, 0);
  }

  /** What the profile has below a method of the program. */
  double below(ProfileKind kind, String column, String method) {
    return sum(
        kind,
        column,
        sample -> sample.stack().stream().anyMatch(f -> f.function().equals("Truth." + method)));
  }

  /** What the profile has in a method itself. */
  double in(ProfileKind kind, String column, String method) {
    return sum(kind, column, sample -> sample.stack().get(0).function().equals("Truth." + method));
  }

  double ofThread(ProfileKind kind, String column, String thread) {
    return sum(kind, column, sample -> thread.equals(sample.labels().get("thread")));
  }

  private double sum(ProfileKind kind, String column, Predicate<Pprof.Sample> which) {
    Pprof profile = profile(kind);
    int index = profile.column(column);
    return profile.samples().stream().filter(which).mapToLong(s -> s.value(index)).sum();
  }
}
