package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * One rule, as data: its id in the manifest, what it finds and of which sort that is, where the
 * rule comes from, the words without which it cannot hit, how it finds its hits in text, which keys
 * of a map it stands for, and examples. Finder and key may be missing.
 */
final class Rule {
  final String id;
  final String about;
  final SecretKind kind;
  final String source;
  final boolean shape;
  final List<String> hints;
  final boolean anyCaseHints;
  final int hexRun;
  final Near near;
  final @Nullable Finder finder;
  final @Nullable Predicate<String> key;
  final ValueMask value;
  final BiPredicate<String, String> harmless;
  final List<Example> examples;

  private Rule(Builder builder) {
    this.id = builder.id;
    this.about = builder.about;
    this.kind = builder.kind;
    this.source = builder.source;
    this.shape = builder.shape;
    this.hints = builder.hints;
    this.anyCaseHints = builder.anyCaseHints;
    this.hexRun = builder.hexRun;
    this.near = builder.near;
    this.finder = builder.finder;
    this.key = builder.key;
    this.value = builder.value;
    this.harmless = builder.harmless;
    this.examples = Collections.unmodifiableList(new ArrayList<>(builder.examples));
  }

  /**
   * @param source the section of the reference, or the page that tells the shape
   */
  static Builder named(String id, SecretKind kind, String source) {
    return new Builder(id, kind, source);
  }

  /** A builder of a rule that is like this one but for what is said anew. */
  Builder but() {
    return new Builder(this);
  }

  @Override
  public String toString() {
    return id;
  }

  static final class Builder {
    private final String id;
    private final SecretKind kind;
    private final String source;
    private String about = "";
    private boolean shape;
    private List<String> hints = Collections.emptyList();
    private boolean anyCaseHints;
    private int hexRun;
    private Near near = Near.ANYWHERE;
    private @Nullable Finder finder;
    private @Nullable Predicate<String> key;
    private ValueMask value = ValueMask.ALL;
    private BiPredicate<String, String> harmless = (name, content) -> false;
    private final List<Example> examples = new ArrayList<>();

    private Builder(String id, SecretKind kind, String source) {
      this.id = id;
      this.kind = kind;
      this.source = source;
    }

    private Builder(Rule rule) {
      this(rule.id, rule.kind, rule.source);
      this.about = rule.about;
      this.shape = rule.shape;
      this.hints = rule.hints;
      this.anyCaseHints = rule.anyCaseHints;
      this.hexRun = rule.hexRun;
      this.near = rule.near;
      this.finder = rule.finder;
      this.key = rule.key;
      this.value = rule.value;
      this.harmless = rule.harmless;
      this.examples.addAll(rule.examples);
    }

    /** What it finds, for a person who reads the list of rules. */
    Builder about(String description) {
      this.about = description;
      return this;
    }

    /** The secret is known by how it looks; other rules know it by the name before it. */
    Builder shape() {
      this.shape = true;
      return this;
    }

    /** The rule runs only where one of these is in the text, exactly so. */
    Builder hints(String... words) {
      this.hints = Collections.unmodifiableList(Arrays.asList(words));
      return this;
    }

    /** As {@link #hints}, but in upper or lower case. */
    Builder hintsInAnyCase(String... words) {
      this.anyCaseHints = true;
      return hints(words);
    }

    /** The rule runs only where this many hexadecimal digits stand in a row. */
    Builder hexRun(int digits) {
      this.hexRun = digits;
      return this;
    }

    /** What has to be around a hint, or around a run of digits, for it to count. */
    Builder near(Near condition) {
      this.near = condition;
      return this;
    }

    Builder text(Finder textFinder) {
      this.finder = textFinder;
      return this;
    }

    /** Which keys of a map, in lower case, have their value masked. */
    Builder key(Predicate<String> test) {
      this.key = test;
      return this;
    }

    /** What becomes of such a value, unless all of it goes. */
    Builder value(ValueMask mask) {
      this.value = mask;
      return this;
    }

    /** Which of these keys, in lower case, with which values have nothing masked. */
    Builder unless(BiPredicate<String, String> test) {
      this.harmless = test;
      return this;
    }

    /** What the rule makes of a text; for rules without a finder a line {@code key: value}. */
    Builder hit(String input, String expected) {
      examples.add(new Example(input, expected));
      return this;
    }

    /** A text that looks alike and stays. */
    Builder miss(String input) {
      examples.add(new Example(input, input));
      return this;
    }

    Rule build() {
      return new Rule(this);
    }
  }
}
