package dev.jflare.scrub;

/** What a person may know of a rule. */
public final class RuleFacts {
  private final Rule rule;

  RuleFacts(Rule rule) {
    this.rule = rule;
  }

  /** By which reports and the manifest name it. */
  public String id() {
    return rule.id;
  }

  /** The sort of secret it finds: {@code password}, {@code token}, {@code private-key}, ... */
  public String kind() {
    return rule.kind.word();
  }

  /** What it finds, in a line. */
  public String about() {
    return rule.about;
  }

  /** Where the rule comes from: a vendor's page, or a section of the reference. */
  public String source() {
    return rule.source;
  }
}
