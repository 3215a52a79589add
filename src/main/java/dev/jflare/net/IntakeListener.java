package dev.jflare.net;

/**
 * Hears what happens at an intake. Called on the intake's only thread, so it must be quick and must
 * not wait; what it throws is logged and otherwise ignored.
 */
public interface IntakeListener {
  /** Hears nothing. */
  IntakeListener NONE = flare -> {};

  /**
   * A flare is complete on disk. Called before the client gets its answer, so a client that knows
   * of its success can rely on the files.
   */
  void arrived(IntakeFlare flare);

  /**
   * An upload was refused or broke off; nothing of it was kept, unless it can be resumed. One line
   * for a person.
   */
  default void failed(String message) {}
}
