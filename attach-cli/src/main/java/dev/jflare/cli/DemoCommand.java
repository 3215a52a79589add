package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.cli.demo.DemoApp;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareResult;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeFlare;
import dev.jflare.net.IntakeOptions;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything once, on a JVM of our own and against an intake of our own: nothing leaves. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Starts a demo JVM and the embedded intake, takes a flare of it and uploads it.")
final class DemoCommand implements Verb {
  private static final String EMAIL = "demo@example.com";

  private final Interrupts interrupts;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-p", "--profile"},
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "profile window (default: ${DEFAULT-VALUE}; 0 = no profiles)")
  private int profileSeconds;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "where the flare goes, and below it what the intake received")
  private @Nullable Path output;

  DemoCommand(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  @Override
  public Outcome run(Terminal terminal) throws UserError, IOException, InterruptedException {
    Path folder = terminal.shell().folder();
    folder = output == null ? folder : folder.resolve(output).normalize();
    FlareRequest request = request(folder);
    OutputFolder.check(folder);
    AtomicReference<IntakeFlare> received = new AtomicReference<>();
    IntakeOptions options = IntakeOptions.into(folder.resolve("received")).build();
    try (Intake intake = Intake.start(options, received::set, new TerminalLog(terminal));
        DemoJvm shop = DemoJvm.start()) {
      terminal.say(
          "Started a demo shop as JVM " + shop.pid() + ", and an intake at " + intake.uri());
      Settings settings = settings(intake);
      FlareResult result =
          new FlareTask(
                  ProcessView.of(shop.pid()),
                  request,
                  settings,
                  terminal,
                  interrupts,
                  Reach.NETWORK)
              .take(null);
      FlareArchive archive = result.archive();
      if (archive == null) {
        throw new UserError(ExitCode.NOTHING_COLLECTED, result.problem(), "");
      }
      terminal.result(archive.file().toString());
      new Consent(terminal).show(archive);
      Outcome outcome =
          interrupts.happened()
              ? Outcome.of(ExitCode.INTERRUPTED).with("upload", null)
              : new Sending(settings, terminal, interrupts).send(archive.file(), "", EMAIL);
      Map<String, List<String>> tops = tops(archive);
      close(terminal, archive, tops, received.get());
      return outcome.describing(archive).with("topMethods", tops);
    }
  }

  private FlareRequest request(Path folder) {
    try {
      return new FlareRequest.Builder()
          .trigger(Collections.singletonMap("trigger", "demo"))
          .window(Duration.ofSeconds(profileSeconds))
          .output(folder)
          .build();
    } catch (IllegalArgumentException wrong) {
      throw Wrong.usage(spec, String.valueOf(wrong.getMessage()));
    }
  }

  /** Only what the demo needs: the settings of this machine lead to the real backend. */
  private static Settings settings(Intake intake) {
    Map<String, String> explicit = new HashMap<>();
    explicit.put(Setting.DD_URL.key(), intake.uri().toString());
    explicit.put(Setting.API_KEY.key(), "demo");
    try {
      return Settings.load(explicit, Collections.emptyMap(), null);
    } catch (SettingsException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, List<String>> tops(FlareArchive archive) throws IOException {
    String program = DemoApp.class.getName();
    return new TopMethods(program.substring(0, program.lastIndexOf('.') + 1)).of(archive.file());
  }

  private static void close(
      Terminal terminal,
      FlareArchive archive,
      Map<String, List<String>> tops,
      @Nullable IntakeFlare received) {
    if (received != null) {
      terminal.say("The intake has it as " + received.archive());
    }
    if (!tops.isEmpty()) {
      terminal.say("");
      terminal.say(terminal.paint(Style.BOLD, "What the profiles point at:"));
      tops.forEach((profile, methods) -> terminal.say("  " + profile + ": " + list(methods)));
    }
    terminal.say("");
    terminal.say(terminal.paint(Style.BOLD, "Now try:"));
    terminal.say("  unzip -l '" + archive.file() + "'");
    terminal.say("  java -jar attach.jar list");
    terminal.say("  java -jar attach.jar <pid or part of a name> --no-upload");
    terminal.say("  java -jar attach.jar receive");
  }

  private static String list(List<String> methods) {
    return methods.isEmpty() ? "nothing of the shop's own" : String.join(", ", methods);
  }
}
