package dev.jflare.settings;

/** A setting cannot be used: the message names the key, where it came from and what is expected. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1;

  SettingsException(String message) {
    super(message);
  }

  /**
   * @param source where the value came from: an option, a variable, a file with its line
   */
  SettingsException(Setting setting, String source, String complaint) {
    super(setting.key() + " (from " + source + "): " + complaint);
  }
}
