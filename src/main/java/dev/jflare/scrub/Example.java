package dev.jflare.scrub;

/** A text and what a rule makes of it; the same text where it must not hit. */
final class Example {
  final String input;
  final String expected;

  Example(String input, String expected) {
    this.input = input;
    this.expected = expected;
  }

  boolean hits() {
    return !input.equals(expected);
  }
}
