package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the settings of a run come from, besides the environment. */
final class SettingsOptions {
  @Option(
      order = 14,
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "settings in YAML; a Datadog Agent's datadog.yaml works as it is")
  private @Nullable Path config;

  @Option(
      order = 15,
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "a file with the API key (else DD_API_KEY, else api_key of --config)")
  private @Nullable Path apiKeyFile;

  /** The settings of this run; a wrong one is wrong usage. */
  Settings load(Shell shell) throws UserError {
    Map<String, String> explicit = new HashMap<>();
    if (apiKeyFile != null) {
      explicit.put(
          Setting.API_KEY_FILE.key(), shell.folder().resolve(apiKeyFile).normalize().toString());
    }
    Path file = config == null ? null : shell.folder().resolve(config).normalize();
    try {
      Settings settings = Settings.load(explicit, shell.environment(), file);
      ScrubSettings.of(settings); // rules of the user are wrong now, not when the target waits
      return settings;
    } catch (SettingsException | IllegalArgumentException wrong) {
      throw new UserError(
          ExitCode.USAGE, String.valueOf(wrong.getMessage()), "Correct the setting and run again.");
    }
  }
}
