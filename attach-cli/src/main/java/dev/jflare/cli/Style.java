package dev.jflare.cli;

/** What a piece of text is; the colours are those of the Datadog Agent's flare command. */
enum Style {
  /** What is going on: blue. */
  INFO("34"),
  /** A path, or something to know about: yellow. */
  NOTE("33"),
  /** Something went well: green. */
  GOOD("32"),
  /** Something failed: red. */
  BAD("31"),
  /** A heading. */
  BOLD("1");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text between the escape sequences that switch this style on and off. */
  String paint(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
