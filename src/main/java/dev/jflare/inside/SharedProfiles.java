package dev.jflare.inside;

import dev.jflare.jvm.LocalJvm;
import dev.jflare.profile.ContinuousProfiles;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.Function;

/** The profilers of a JVM, as the settings want them, and as other cores may ask for them. */
final class SharedProfiles {
  /** Has no end; the type wants a window. */
  private static final Duration ANY = Duration.ofMinutes(1);

  private final ContinuousProfiles profiles;

  private SharedProfiles(ContinuousProfiles profiles) {
    this.profiles = profiles;
  }

  /** Nothing is loaded or started yet. */
  static SharedProfiles of(Settings settings) {
    LocalJvm jvm = LocalJvm.current();
    String service = jvm.service();
    Function<Path, ProfileSpec> spec =
        folder -> ProfileSpec.newBuilder(ANY, folder).service(service).settings(settings).build();
    return new SharedProfiles(
        settings.flag(Setting.PROFILE_CONTINUOUS)
            ? ContinuousProfiles.always(jvm, spec)
            : ContinuousProfiles.onDemand(jvm, spec, settings.duration(Setting.PROFILE_IDLE)));
  }

  ContinuousProfiles profiles() {
    return profiles;
  }

  /** A line of text for a person. */
  String state() {
    return profiles.isRecording() ? "profiles are recorded" : "no profiler runs";
  }

  /** Answers the operations of a session that are about profiles; see {@link Inside}. */
  Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    switch (operation) {
      case "begin":
        return begin();
      case "window":
        return window(arguments);
      default:
        return problem("this session knows no operation " + operation);
    }
  }

  private Map<String, Object> begin() {
    try {
      profiles.begin();
      return Collections.emptyMap();
    } catch (IOException e) {
      return problem(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> window(Map<String, Object> arguments) {
    Object millis = arguments.get("windowMillis");
    if (!(millis instanceof Long)) {
      return problem("windowMillis is " + millis + ", a number was expected");
    }
    try {
      profiles.window(
          Paths.get(String.valueOf(arguments.get("folder"))),
          Duration.ofMillis((Long) millis),
          String.valueOf(arguments.get("service")));
      return Collections.emptyMap();
    } catch (IOException e) {
      return problem(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem("interrupted before anything was recorded");
    }
  }

  private static Map<String, Object> problem(String message) {
    return Collections.singletonMap("problem", message);
  }
}
