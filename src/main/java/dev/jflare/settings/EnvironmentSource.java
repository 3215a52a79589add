package dev.jflare.settings;

import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.Map;

/**
 * Environment variables. An empty one counts as not set, but for the proxy settings: there it
 * clears the setting and hides the weaker variables (reference datadog-flare 6).
 */
final class EnvironmentSource implements Source {
  private final Map<String, String> environment;

  EnvironmentSource(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable Raw find(Setting setting) {
    for (String variable : setting.variables()) {
      String value = environment.get(variable);
      if (value != null && (setting.isProxy() || !value.isEmpty())) {
        return read(variable, value);
      }
    }
    return null;
  }

  /**
   * {@code NO_PROXY} is split at commas only and not trimmed, so that an item keeps a leading space
   * and an empty value is one empty item: the Agent's rule, which differs from {@code
   * DD_PROXY_NO_PROXY}.
   */
  private static Raw read(String variable, String value) {
    return variable.equalsIgnoreCase("NO_PROXY")
        ? Raw.list(Arrays.asList(value.split(",", -1)), variable)
        : Raw.text(value, variable);
  }
}
