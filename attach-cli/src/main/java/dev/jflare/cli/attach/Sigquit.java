package dev.jflare.cli.attach;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The signal that has a JVM look for a request to start its attach listener. Java can send none
 * before 22, so a program does: one process, and the shell only where there is no {@code kill}.
 */
final class Sigquit {
  private static final String[] KILL = {"/bin/kill", "/usr/bin/kill"};
  private static final String[] SHELL = {"/bin/sh", "/usr/bin/sh"};
  private static final int LIMIT_SECONDS = 5;

  private Sigquit() {}

  /**
   * Sends it. The caller has made sure that the process has a handler: the signal kills one that
   * has none.
   *
   * @throws AttachException when there is nothing to send it with, or the system refuses
   */
  static void send(long pid) throws IOException, InterruptedException {
    String number = Long.toString(pid);
    for (String kill : KILL) {
      if (new File(kill).canExecute()) {
        run(pid, kill, "-QUIT", number);
        return;
      }
    }
    for (String shell : SHELL) {
      if (new File(shell).canExecute()) {
        run(pid, shell, "-c", "kill -QUIT " + number);
        return;
      }
    }
    throw new AttachException(
        AttachProblem.NO_SIGNAL, "there is neither kill nor a shell to signal " + pid, null);
  }

  private static void run(long pid, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AttachException(AttachProblem.NO_SIGNAL, command[0] + " does not end", null);
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new AttachException(
          AttachProblem.NOT_PERMITTED, "not permitted to signal " + pid, null);
    }
  }
}
