package dev.jflare.inside;

import dev.jflare.settings.Setting;
import java.util.Collections;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What stays of a core when the options ask for it; see {@link Inside} for what it can be asked.
 */
final class Serving implements BiFunction<String, Map<String, Object>, Map<String, Object>> {
  private final SharedProfiles profiles;

  private Serving(SharedProfiles profiles) {
    this.profiles = profiles;
  }

  /**
   * Makes ready what the options ask for. No profiler is loaded and JFR is not touched before the
   * session is told to begin, or is asked.
   *
   * @return session, or nothing
   * @throws IllegalArgumentException when an option is wrong
   */
  static Map<String, Object> begin(AgentOptions options) {
    options.check();
    if (!options.settings().flag(Setting.PROFILE_CONTINUOUS)) {
      return Collections.emptyMap();
    }
    return Collections.singletonMap("session", new Serving(SharedProfiles.of(options.settings())));
  }

  @Override
  public Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    if (operation.equals("close")) {
      profiles.profiles().close();
      return Collections.emptyMap();
    }
    return profiles.apply(operation, arguments);
  }
}
