package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;

/**
 * Decides what takes the place of a secret, and counts. All masks of text come from here; rules
 * only say which characters are the secret and of what sort it is. One for each text, confined to
 * one thread.
 */
final class Redaction {
  private final ScrubTally tally;
  private Allowed allowed = Allowed.NOTHING;
  private @Nullable KnownValues learner;

  Redaction(ScrubTally tally) {
    this.tally = tally;
  }

  /** The same, but what it masks is not counted: who asks for it counts the whole. */
  Redaction uncounted() {
    Redaction same = new Redaction(new ScrubTally()).allowing(allowed);
    same.learner = learner;
    return same;
  }

  /**
   * Tells what rules find that go by a name; for texts whose names can be relied on, which those in
   * a log cannot.
   */
  Redaction teaching(KnownValues values) {
    this.learner = values;
    return this;
  }

  private void learn(Rule rule, SecretKind kind, String secret) {
    if (learner != null && !rule.shape) {
      learner.learn(secret, kind.word());
    }
  }

  /** Leaves alone what a site wants to be readable. */
  Redaction allowing(Allowed exceptions) {
    this.allowed = exceptions;
    return this;
  }

  ScrubTally tally() {
    return tally;
  }

  /** Whether this is what takes a secret's place, so that there is nothing left to mask. */
  boolean isMask(Object value) {
    return Ascii.MASK.equals(value);
  }

  /** What is written instead of {@code text[match.start, match.end)}; not counted yet. */
  String replacement(Rule rule, String text, Match match) {
    if (allowed.stays(text, match.secretStart, match.secretEnd)) {
      return text.substring(match.start, match.end);
    }
    if (learner != null) {
      SecretKind kind = match.kind == null ? rule.kind : match.kind;
      learn(rule, kind, text.substring(match.secretStart, match.secretEnd));
    }
    String shown = text.substring(match.secretEnd - match.shown, match.secretEnd);
    return match.before + Ascii.stars(match.stars) + shown + match.after;
  }

  /** What is written instead of a secret of which nothing may stay; counted. */
  String mask(Rule rule, SecretKind kind, String secret) {
    if (isMask(secret) || allowed.stays(secret, 0, secret.length())) {
      return secret;
    }
    learn(rule, kind, secret);
    tally.add(rule.id, 1);
    return Ascii.MASK;
  }

  /** As {@link #mask(Rule, SecretKind, String)}, of the kind that a name promises. */
  String named(Rule rule, String name, String secret) {
    return allowed.stays(name, secret) ? secret : mask(rule, SecretNames.kind(name), secret);
  }

  /** Whether the value of this key stays as it is, whatever rule it has. */
  boolean allows(String key, String value) {
    return allowed.stays(key, value);
  }

  /** As {@link #mask(Rule, SecretKind, String)}, of the rule's own kind. */
  String mask(Rule rule, String secret) {
    return mask(rule, rule.kind, secret);
  }

  /** What stands for a secret of several lines, of which only some are at hand; not counted. */
  String block() {
    return Ascii.MASK;
  }

  /**
   * Stars of the same length in bytes, with 0 to 4 of the last bytes shown (reference datadog-flare
   * 3.5); counted when that changes something.
   *
   * @param scrubbed the key after the rules for text
   */
  String hide(Rule rule, String key, String scrubbed) {
    learn(rule, rule.kind, key);
    byte[] bytes = scrubbed.getBytes(StandardCharsets.UTF_8);
    int shown = bytes.length < 8 ? 1 : bytes.length < 16 ? 2 : bytes.length < 32 ? 3 : 4;
    int hidden = bytes.length - shown;
    String masked =
        bytes.length <= 4
            ? Ascii.MASK
            : Ascii.stars(hidden) + new String(bytes, hidden, shown, StandardCharsets.UTF_8);
    if (!masked.equals(key)) {
      tally.add(rule.id, 1);
    }
    return masked;
  }

  /** Counts what {@link #replacement} was written for. */
  void count(Rule rule, int hits) {
    tally.add(rule.id, hits);
  }
}
