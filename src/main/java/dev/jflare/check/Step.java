package dev.jflare.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step of a diagnosis. No credentials are in it. */
public final class Step {
  private final String target;
  private final String url;
  private final String name;
  private final Duration took;
  private final Finding finding;
  private final List<String> more;
  private final Map<String, Object> facts;

  Step(
      Target target,
      String name,
      Duration took,
      Finding finding,
      List<String> more,
      Map<String, Object> facts) {
    this.target = target.name();
    this.url = target.url();
    this.name = name;
    this.took = took;
    this.finding = finding;
    this.more = Collections.unmodifiableList(new ArrayList<>(more));
    this.facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** A step that took no time to speak of. */
  static Step of(Target target, String name, Finding finding) {
    return new Step(
        target, name, Duration.ZERO, finding, Collections.emptyList(), Collections.emptyMap());
  }

  /** {@code destination}, or the name of a pprof endpoint. */
  public String target() {
    return target;
  }

  /** What is asked for in this step, which a redirect changes; without password and query. */
  public String url() {
    return url;
  }

  /** {@code route}, {@code lookup}, {@code connect}, ... */
  public String name() {
    return name;
  }

  /** How long this step took. */
  public Duration took() {
    return took;
  }

  public StepOutcome outcome() {
    return finding.outcome();
  }

  /** What was found, in one line. */
  public String detail() {
    return finding.detail();
  }

  /** What to set or to ask for; empty when there is nothing to do. */
  public String advice() {
    return finding.advice();
  }

  /** Further lines: certificates, warnings. */
  public List<String> more() {
    return more;
  }

  /** The same for programs: texts, numbers, and lists and maps of them. */
  public Map<String, Object> facts() {
    return facts;
  }
}
