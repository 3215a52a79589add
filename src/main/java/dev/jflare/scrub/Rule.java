package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * One rule, as data: its name in the manifest, the section of the reference it comes from, the
 * words without which it cannot hit, how it finds its hits in text, and which keys of a map it
 * stands for. Either of the last two may be missing.
 */
final class Rule {
  final String name;
  final String source;
  final List<String> hints;
  final boolean anyCaseHints;
  final int hexRun;
  final Near near;
  final @Nullable Finder finder;
  final @Nullable Predicate<String> key;
  final ValueMask value;

  private Rule(Builder builder) {
    this.name = builder.name;
    this.source = builder.source;
    this.hints = builder.hints;
    this.anyCaseHints = builder.anyCaseHints;
    this.hexRun = builder.hexRun;
    this.near = builder.near;
    this.finder = builder.finder;
    this.key = builder.key;
    this.value = builder.value;
  }

  /**
   * @param source the section of the reference, or the reason when the rule is ours
   */
  static Builder named(String name, String source) {
    return new Builder(name, source);
  }

  static final class Builder {
    private final String name;
    private final String source;
    private List<String> hints = Collections.emptyList();
    private boolean anyCaseHints;
    private int hexRun;
    private Near near = Near.ANYWHERE;
    private @Nullable Finder finder;
    private @Nullable Predicate<String> key;
    private ValueMask value = ValueMask.ALL;

    private Builder(String name, String source) {
      this.name = name;
      this.source = source;
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

    Rule build() {
      return new Rule(this);
    }
  }
}
