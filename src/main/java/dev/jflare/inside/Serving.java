package dev.jflare.inside;

import dev.jflare.jvm.LocalJvm;
import dev.jflare.log.Log;
import dev.jflare.net.PprofServer;
import dev.jflare.profile.OnDemandProfiles;
import dev.jflare.route.ServeSettings;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What stays of a core when the options ask for it; see {@link Inside} for what it can be asked.
 */
final class Serving implements BiFunction<String, Map<String, Object>, Map<String, Object>> {
  private final PprofServer server;

  private Serving(PprofServer server) {
    this.server = server;
  }

  /**
   * Begins to serve what the options ask for. No profiler is loaded and JFR is not touched before
   * the first request.
   *
   * @return session and address; or trouble; or nothing
   * @throws IllegalArgumentException when an option is wrong
   */
  static Map<String, Object> begin(AgentOptions options) {
    options.check();
    ServeSettings settings = options.serve();
    if (settings == null) {
      return Collections.emptyMap();
    }
    Map<String, Object> result = new LinkedHashMap<>();
    OnDemandProfiles profiles = new OnDemandProfiles(LocalJvm.current(), options.output());
    try {
      PprofServer server =
          PprofServer.start(settings, new ScrubbedProfiles(profiles, options.scrubber()), Log.NONE);
      result.put("session", new Serving(server));
      result.put("address", server.address());
    } catch (IOException e) {
      result.put("trouble", String.valueOf(e.getMessage()));
    }
    return result;
  }

  @Override
  public Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    switch (operation) {
      case "state":
        return Collections.singletonMap("state", "serving profiles on " + server.address());
      case "close":
        server.close();
        return Collections.emptyMap();
      default:
        return Collections.singletonMap("problem", "this session knows no operation " + operation);
    }
  }
}
