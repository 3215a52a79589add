package dev.jflare.cli;

/** The front door for a person. */
public final class Main {
  private Main() {}
}
