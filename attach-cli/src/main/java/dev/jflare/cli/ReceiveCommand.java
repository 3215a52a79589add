package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeFlare;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The embedded intake, for a site that keeps its flares and for trying things out. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    description = "The embedded intake: takes flares like the real backend does, until Ctrl-C.")
final class ReceiveCommand implements Verb {
  private static final Duration CLOSING = Duration.ofSeconds(12);

  private final Interrupts interrupts;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description = "where to listen (default: ${DEFAULT-VALUE}, loopback and any free port)")
  private String listen = IntakeOptions.DEFAULT_LISTEN;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = "flares",
      description = "where flares go, one folder for each case (default: ${DEFAULT-VALUE})")
  private String folder = "flares";

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "take only flares that come with the key in this file")
  private @Nullable Path apiKeyFile;

  ReceiveCommand(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  @Override
  public Outcome run(Terminal terminal) throws UserError, InterruptedException {
    Path target = terminal.shell().folder().resolve(folder);
    IntakeOptions.Builder options = IntakeOptions.into(target);
    try {
      options.listen(listen);
    } catch (IllegalArgumentException wrong) {
      throw Wrong.usage(spec, String.valueOf(wrong.getMessage()));
    }
    try {
      if (apiKeyFile != null) {
        options.apiKey(key(terminal.shell().folder().resolve(apiKeyFile)));
      }
      try (Intake intake =
          Intake.start(options.build(), new Arrivals(terminal), new TerminalLog(terminal))) {
        announce(terminal, intake, target);
        return serve();
      }
    } catch (IOException e) {
      throw new UserError(ExitCode.NOT_PERMITTED, String.valueOf(e.getMessage()), "");
    }
  }

  private Outcome serve() throws InterruptedException {
    CountDownLatch stop = new CountDownLatch(1);
    interrupts.onInterrupt(stop::countDown, CLOSING);
    while (!stop.await(1, TimeUnit.HOURS)) {
      // an intake has no end of its own
    }
    return Outcome.of(ExitCode.INTERRUPTED);
  }

  private static void announce(Terminal terminal, Intake intake, Path target) {
    String url = intake.uri().toString();
    terminal.result("Listening on " + url + ", flares go to " + target);
    terminal.say("Send one with: DD_DD_URL=" + url + " java -jar attach.jar <target> --send");
    terminal.event(
        JsonLine.event("listening")
            .with("url", url)
            .with("port", intake.port())
            .with("dir", target.toString()));
  }

  private static Secret key(Path file) throws IOException {
    return Secret.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).trim());
  }

  /** Says what has come, one line each. */
  private static final class Arrivals implements IntakeListener {
    private final Terminal terminal;

    Arrivals(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public void arrived(IntakeFlare flare) {
      terminal.result(
          "Received "
              + flare.archive()
              + ", "
              + ByteCount.brief(flare.bytes())
              + ", case "
              + flare.caseId());
      terminal.event(
          JsonLine.event("received")
              .with("caseId", flare.caseId())
              .with("archive", flare.archive().toString())
              .with("bytes", flare.bytes())
              .with("sha256", flare.sha256())
              .with("fields", flare.fields()));
    }

    @Override
    public void failed(String message) {
      terminal.warn(message);
      terminal.event(JsonLine.event("refused").with("detail", message));
    }
  }
}
