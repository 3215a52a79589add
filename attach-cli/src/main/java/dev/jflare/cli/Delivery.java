package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of finished archives: shown, asked about once for all of them, and then uploaded one
 * by one or kept.
 */
final class Delivery {
  /** What the command line says about uploading. */
  enum Wish {
    KEEP,
    ASK,
    SEND
  }

  private final Wish wish;
  private final UploadOptions options;
  private final Sending sending;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private String caseId = "";

  Delivery(
      Wish wish, UploadOptions options, Sending sending, Terminal terminal, Interrupts interrupts) {
    this.wish = wish;
    this.options = options;
    this.sending = sending;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  /**
   * @param id the case that the archives belong to; null for a new one
   */
  Delivery forCase(@Nullable String id) {
    caseId = id == null ? "" : id;
    return this;
  }

  /** The archive's place, and what is in it. */
  void show(FlareArchive archive) {
    terminal.result(archive.file().toString());
    new Consent(terminal).show(archive);
  }

  /** One archive, to its end. */
  Outcome of(FlareArchive archive) throws UserError, IOException {
    return of(Collections.singletonList(archive)).get(0);
  }

  /**
   * All of them, to their ends.
   *
   * @return how each fared, in their order
   */
  List<Outcome> of(List<FlareArchive> archives) throws UserError, IOException {
    List<FlareArchive> clean = new ArrayList<>(archives);
    clean.removeIf(archive -> !archive.leaks().isEmpty());
    Optional<String> email = interrupts.happened() ? Optional.empty() : permission(clean);
    List<Outcome> outcomes = new ArrayList<>();
    for (FlareArchive archive : archives) {
      Outcome outcome = deliver(archive, email);
      options.deleteAfter(outcome, archive.file(), terminal);
      outcomes.add(outcome.describing(archive));
    }
    return outcomes;
  }

  private Outcome deliver(FlareArchive archive, Optional<String> email) throws UserError {
    try {
      if (interrupts.happened()) {
        return interrupted(archive);
      }
      if (!archive.leaks().isEmpty()) {
        return withLeaks(archive);
      }
      return email.isPresent()
          ? sending.send(archive.file(), caseId, email.get())
          : Outcome.of(ExitCode.OK).with("upload", null);
    } catch (InterruptedException e) {
      return interrupted(archive);
    }
  }

  private boolean mayUpload() {
    return wish == Wish.SEND || (wish == Wish.ASK && terminal.canAsk());
  }

  private Outcome withLeaks(FlareArchive archive) {
    if (mayUpload()) {
      return LeakStop.of(archive.file(), archive.leaks(), terminal);
    }
    LeakStop.warn(archive.file(), archive.leaks(), terminal);
    return Outcome.of(ExitCode.OK).with("upload", null);
  }

  /** The email address to send with, which may be empty; nothing when nothing is to be sent. */
  private Optional<String> permission(List<FlareArchive> archives) throws UserError, IOException {
    if (wish == Wish.KEEP || archives.isEmpty()) {
      return Optional.empty();
    }
    if (!mayUpload()) {
      archives.forEach(
          archive ->
              terminal.say(
                  "Not uploaded: there is nobody to ask. Send it with: "
                      + Sending.again(archive.file(), caseId)));
      return Optional.empty();
    }
    Consent consent = new Consent(terminal);
    List<Path> files = new ArrayList<>();
    archives.forEach(archive -> files.add(archive.file()));
    consent.announce(files, sending);
    return wish == Wish.SEND ? Optional.of(options.emailOrEmpty()) : asked(consent, files);
  }

  private Optional<String> asked(Consent consent, List<Path> files) throws IOException {
    List<String> kept = new ArrayList<>();
    files.forEach(file -> kept.add(terminal.paint(Style.NOTE, file.toString())));
    String aborting = "Aborting. (You can still use " + String.join(", ", kept) + ")";
    interrupts.onInterrupt(() -> terminal.warn(aborting), Duration.ZERO);
    String email = consent.email(options.email());
    if (!consent.given(files.size())) {
      terminal.warn(aborting);
      return Optional.empty();
    }
    return Optional.of(email);
  }

  private Outcome interrupted(FlareArchive archive) {
    terminal.warn("Interrupted; what was collected is in " + archive.file());
    return Outcome.of(ExitCode.INTERRUPTED).with("upload", null).with("error", "interrupted");
  }
}
