package dev.jflare.cli;

import java.util.Arrays;
import java.util.List;

/** The exit codes of the command line; scripts rely on them, so none ever changes its meaning. */
final class ExitCode {
  /** The archive is written, with gaps or without, and uploaded if that was asked for. */
  static final int OK = 0;

  /** A bug of ours. */
  static final int BUG = 1;

  /** The command was written wrong. */
  static final int USAGE = 2;

  /** No such JVM, or several that fit. */
  static final int NO_SUCH_JVM = 3;

  /** The system does not let this user do it. */
  static final int NOT_PERMITTED = 4;

  /** The upload failed; the archive is kept. */
  static final int UPLOAD_FAILED = 5;

  /** The leak check stopped the upload; the archive is kept. */
  static final int LEAK_FOUND = 6;

  /** Nothing could be collected. */
  static final int NOTHING_COLLECTED = 7;

  /** Ctrl-C; what was collected is kept. The number a shell gives a process ended by SIGINT. */
  static final int INTERRUPTED = 130;

  /** From what is worth least to a person to what is worth most. */
  private static final List<Integer> BY_WEIGHT =
      Arrays.asList(
          OK,
          NO_SUCH_JVM,
          NOT_PERMITTED,
          USAGE,
          UPLOAD_FAILED,
          NOTHING_COLLECTED,
          LEAK_FOUND,
          BUG,
          INTERRUPTED);

  private ExitCode() {}

  /** The one that a command about several JVMs has to end with when each of these happened. */
  static int worse(int one, int other) {
    return BY_WEIGHT.indexOf(one) >= BY_WEIGHT.indexOf(other) ? one : other;
  }
}
