package dev.jflare.inside;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.net.PprofServer;
import dev.jflare.route.ServeSettings;
import dev.jflare.settings.Setting;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What stays of a core when the options ask for it: profilers that go on, and a server of their
 * profiles. See {@link Inside} for what it can be asked.
 */
final class Serving implements BiFunction<String, Map<String, Object>, Map<String, Object>> {
  private final SharedProfiles profiles;
  private final @Nullable PprofServer server;

  private Serving(SharedProfiles profiles, @Nullable PprofServer server) {
    this.profiles = profiles;
    this.server = server;
  }

  /**
   * Begins what the options ask for. No profiler is loaded and JFR is not touched before the
   * session is told to begin, or is asked for a profile.
   *
   * @return session and address; or trouble; or nothing
   * @throws IllegalArgumentException when an option is wrong
   */
  static Map<String, Object> begin(AgentOptions options) {
    options.check();
    ServeSettings serve = options.serve();
    boolean continuous = options.settings().flag(Setting.PROFILE_CONTINUOUS);
    if (serve == null && !continuous) {
      return Collections.emptyMap();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    SharedProfiles profiles = SharedProfiles.of(options.settings());
    PprofServer server = null;
    if (serve != null) {
      try {
        ScrubbedProfiles served = new ScrubbedProfiles(profiles.profiles(), options.scrubber());
        server = PprofServer.start(serve, served, Log.NONE);
        result.put("address", server.address());
      } catch (IOException e) {
        result.put("trouble", String.valueOf(e.getMessage()));
      }
    }
    if (server != null || continuous) {
      result.put("session", new Serving(profiles, server));
    }
    return result;
  }

  @Override
  public Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    switch (operation) {
      case "state":
        String recording = profiles.state();
        return Collections.singletonMap(
            "state",
            server == null
                ? recording
                : "serving profiles on " + server.address() + "; " + recording);
      case "close":
        if (server != null) {
          server.close();
        }
        profiles.profiles().close();
        return Collections.emptyMap();
      default:
        return profiles.apply(operation, arguments);
    }
  }
}
