package dev.jflare.scrub;

/** What a person may know of a rule, for lists of them. */
public final class RuleInfo {
  private final Rule rule;

  RuleInfo(Rule rule) {
    this.rule = rule;
  }

  /** As in the manifest's counts. */
  public String id() {
    return rule.id;
  }

  /** In one line what it finds. */
  public String about() {
    return rule.about;
  }

  /** The sort of secret, in a word such as {@code password}. */
  public String kind() {
    return rule.kind.word();
  }

  /** Where the rule comes from: a page of the vendor, a standard, a section of the reference. */
  public String source() {
    return rule.source;
  }

  /** Whether the secret is known by how it looks; otherwise by a name or a place. */
  public boolean shape() {
    return rule.shape;
  }
}
