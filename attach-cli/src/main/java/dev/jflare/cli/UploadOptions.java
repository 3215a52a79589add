package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who sends the flare and with which settings. */
final class UploadOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  private @Nullable String email;

  @Option(
      order = 2,
      names = {"-s", "--send"},
      description = "upload without asking")
  private boolean send;

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

  @Option(
      order = 18,
      names = "--delete-archive",
      description = "delete the archive after a successful upload")
  private boolean deleteArchive;

  @Option(
      order = 17,
      names = "--keep-archive",
      description = "keep the archive after a successful upload (the default)")
  private boolean keepArchive;

  @Option(
      order = 1,
      names = {"-e", "--email"},
      paramLabel = "ADDRESS",
      description = "your email address (asked for on a terminal)")
  void email(String address) {
    if (address.chars().anyMatch(Character::isISOControl)) {
      throw Wrong.value(command, "--email", "...", "an address on one line");
    }
    email = address.trim();
  }

  /** Null when it has to be asked for. */
  @Nullable
  String email() {
    return email;
  }

  boolean send() {
    return send;
  }

  /** The address as far as it was given. */
  String emailOrEmpty() {
    return email == null ? "" : email;
  }

  /** The settings of this run; a wrong one is wrong usage. */
  Settings settings(Shell shell) throws UserError {
    Map<String, String> explicit = new HashMap<>();
    if (apiKeyFile != null) {
      explicit.put(
          Setting.API_KEY_FILE.key(), shell.folder().resolve(apiKeyFile).normalize().toString());
    }
    Path file = config == null ? null : shell.folder().resolve(config).normalize();
    try {
      return Settings.load(explicit, shell.environment(), file);
    } catch (SettingsException wrong) {
      throw new UserError(
          ExitCode.USAGE, String.valueOf(wrong.getMessage()), "Correct the setting and run again.");
    }
  }

  /** Deletes an archive that has arrived, when that was asked for. */
  void deleteAfter(Outcome outcome, Path archive, Terminal terminal) {
    if (!deleteArchive || outcome.exitCode() != ExitCode.OK) {
      return;
    }
    try {
      Files.delete(archive);
      terminal.say("Deleted " + archive);
    } catch (IOException e) {
      terminal.warn("Could not remove local flare archive " + archive + ": " + e.getMessage());
    }
  }

  /** Refuses options that exclude each other. */
  void check() {
    if (deleteArchive && keepArchive) {
      throw Wrong.together(command, "--keep-archive", "--delete-archive");
    }
  }
}
