package dev.jflare.settings;

import dev.jflare.lang.Nullable;
import java.util.Map;

/** Options of the command line or of the agent, by key. */
final class OptionSource implements Source {
  private final Map<String, String> options;

  /**
   * @throws SettingsException when an option has no such key: a misspelt option must not be ignored
   */
  OptionSource(Map<String, String> options) throws SettingsException {
    for (String key : options.keySet()) {
      if (!Setting.named(key).isPresent()) {
        throw new SettingsException("there is no setting called \"" + key + "\"");
      }
    }
    this.options = options;
  }

  @Override
  public @Nullable Raw find(Setting setting) {
    String value = options.get(setting.key());
    return value == null ? null : Raw.text(value, "option " + setting.key());
  }
}
