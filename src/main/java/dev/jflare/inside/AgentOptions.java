package dev.jflare.inside;

import dev.jflare.lang.Nullable;
import dev.jflare.route.ServeSettings;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import dev.jflare.upload.Destination;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the resident agent was started with: {@code key=value} options, or under {@code @} the path
 * of a YAML file.
 */
final class AgentOptions {
  private static final String FILE = "@";

  private final Settings settings;

  private AgentOptions(Settings settings) {
    this.settings = settings;
  }

  static AgentOptions of(Map<String, String> options) throws SettingsException {
    Map<String, String> explicit = new LinkedHashMap<>(options);
    String file = explicit.remove(FILE);
    return new AgentOptions(
        Settings.load(explicit, System.getenv(), file == null ? null : Paths.get(file)));
  }

  /**
   * @throws IllegalArgumentException when a value cannot work later on
   */
  void check() {
    Destination.of(settings);
    ScrubSettings.of(settings);
    ServeSettings.of(settings);
    if (!Files.isDirectory(output())) {
      throw new IllegalArgumentException(
          Setting.OUTPUT.key() + " " + output() + ": an existing folder was expected");
    }
  }

  /** How profiles are served; null when they are not. */
  @Nullable
  ServeSettings serve() {
    return ServeSettings.of(settings);
  }

  Settings settings() {
    return settings;
  }

  /** Where archives go: {@code jflare.output}, else the JVM's folder for temporary files. */
  Path output() {
    String folder = settings.string(Setting.OUTPUT);
    return Paths.get(folder.isEmpty() ? System.getProperty("java.io.tmpdir", "/tmp") : folder);
  }

  Scrubber scrubber() {
    return Scrubber.of(ScrubSettings.of(settings));
  }
}
