package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
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

  @Mixin private final SettingsOptions settings = new SettingsOptions();

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
    return settings.load(shell);
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
