package dev.jflare.check;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Steps as lines for a person: a heading for each URL, then outcome, step, time and what was found,
 * in columns.
 */
public final class StepText {
  private static final String INDENT = "                                     ";

  private final BiFunction<StepOutcome, String, String> paint;
  private @Nullable String heading;

  /**
   * @param paint colours a word by its outcome, or leaves it as it is
   */
  public StepText(BiFunction<StepOutcome, String, String> paint) {
    this.paint = paint;
  }

  /** Lines without colours. */
  public StepText() {
    this((outcome, word) -> word);
  }

  public List<String> lines(Step step) {
    List<String> lines = new ArrayList<>();
    String now = step.target() + " " + step.url();
    if (!now.equals(heading)) {
      if (heading != null) {
        lines.add("");
      }
      lines.add(now);
      heading = now;
    }
    String word = String.format(Locale.ROOT, "%-11s", step.outcome().word());
    String line =
        String.format(
            Locale.ROOT,
            "  %s  %-9s  %7s  %s",
            paint.apply(step.outcome(), word),
            step.name(),
            time(step),
            step.detail());
    lines.add(line.replaceAll("\\s+$", ""));
    step.more().forEach(more -> lines.add(INDENT + more));
    if (!step.advice().isEmpty()) {
      lines.add(INDENT + "-> " + step.advice());
    }
    return lines;
  }

  /**
   * The last line.
   *
   * @param obstacle what keeps an upload from getting through; null when nothing does
   */
  public static String conclusion(@Nullable Step obstacle, Diagnosis.Reach reach) {
    if (reach == Diagnosis.Reach.SETTINGS) {
      return "Whether an upload gets through was not tried: java -jar attach.jar check tries it.";
    }
    if (obstacle == null) {
      return "An upload gets through to the destination.";
    }
    return obstacle.outcome() == StepOutcome.NO_TIME
        ? "Whether an upload gets through is not known: there was no time left for: "
            + obstacle.name()
        : "An upload would not get through: " + obstacle.name() + ": " + obstacle.detail();
  }

  /** Only of what was waited for. */
  private static String time(Step step) {
    return step.took().isZero() ? "" : step.took().toMillis() + " ms";
  }
}
