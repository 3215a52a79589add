package dev.jflare.cli;

import dev.jflare.check.Diagnosis;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.check.Step;
import dev.jflare.check.StepOutcome;
import dev.jflare.check.StepText;
import dev.jflare.lang.Nullable;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether an upload would get through, before it is needed. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tries the way of an upload, and to the pprof endpoints, step by step: route, name",
      "lookup, connection, proxy, TLS, answer; says what to set where it ends. Sends one",
      "HEAD request to each. At most 2 minutes.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 an upload gets through, whatever the pprof endpoints say; 2 wrong usage",
      "or settings; 5 an upload would not get through; 130 interrupted."
    })
final class CheckCommand implements Verb {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration CLOSING = Duration.ofSeconds(6);

  private final Interrupts interrupts;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Option(
      order = 7,
      names = "--pprof",
      paramLabel = "[NAME=]URL",
      description = "a pprof endpoint to look at as well; repeatable")
  private final List<String> pprof = new ArrayList<>();

  CheckCommand(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  @Override
  public Outcome run(Terminal terminal) throws UserError, InterruptedException {
    Settings settings = options.load(terminal.shell());
    settings.warnings().forEach(terminal::warn);
    Thread checker = Thread.currentThread();
    interrupts.onInterrupt(checker::interrupt, CLOSING);
    Screen screen = new Screen(terminal);
    PprofTokens tokens =
        new PprofTokens(settings.list(Setting.PPROF_AUTH), terminal.shell()::variable);
    Step obstacle =
        diagnosis(settings, endpoints(settings), tokens, screen)
            .run(Reach.NETWORK, Deadline.after(LIMIT));
    terminal.result("");
    terminal.result(StepText.conclusion(obstacle, Reach.NETWORK));
    int exitCode = obstacle == null ? ExitCode.OK : ExitCode.UPLOAD_FAILED;
    return Outcome.of(exitCode)
        .with("uploadPossible", obstacle == null)
        .with("failedStep", obstacle == null ? null : obstacle.name())
        .with("error", obstacle == null ? null : obstacle.detail());
  }

  private List<PprofEndpoint> endpoints(Settings settings) {
    List<PprofEndpoint> endpoints = new ArrayList<>();
    for (String text : pprof.isEmpty() ? settings.list(Setting.PPROF) : pprof) {
      try {
        endpoints.add(PprofEndpoint.parse(text));
      } catch (IllegalArgumentException wrong) {
        throw Wrong.usage(spec, "--pprof: " + wrong.getMessage());
      }
    }
    return endpoints;
  }

  private static Diagnosis diagnosis(
      Settings settings, List<PprofEndpoint> endpoints, PprofTokens tokens, Screen screen)
      throws UserError {
    try {
      return new Diagnosis(settings, endpoints, tokens, screen::show);
    } catch (IllegalArgumentException wrong) {
      throw new UserError(
          ExitCode.USAGE, String.valueOf(wrong.getMessage()), "Correct the setting and run again.");
    }
  }

  /** Steps as they are shown. */
  private static final class Screen {
    private final Terminal terminal;
    private final StepText text;

    Screen(Terminal terminal) {
      this.terminal = terminal;
      this.text = new StepText((outcome, word) -> terminal.paintResult(styleOf(outcome), word));
    }

    void show(Step step) {
      text.lines(step).forEach(terminal::result);
      terminal.event(
          JsonLine.event("step")
              .with("target", step.target())
              .with("url", step.url())
              .with("step", step.name())
              .with("outcome", step.outcome().word())
              .with("millis", step.took().toMillis())
              .with("detail", step.detail())
              .with("advice", step.advice())
              .with("more", step.more())
              .withAll(step.facts()));
    }

    private static Style styleOf(StepOutcome outcome) {
      switch (outcome) {
        case OK:
          return Style.GOOD;
        case FAILED:
          return Style.BAD;
        default:
          return Style.NOTE;
      }
    }
  }
}
