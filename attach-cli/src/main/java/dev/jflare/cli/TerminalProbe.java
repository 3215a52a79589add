package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import java.io.Console;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Whether a person is at the other end of a stream. Each stream is asked for by itself, because
 * {@code attach.jar 4711 > file} still has a person at the keyboard.
 */
interface TerminalProbe {
  /** Nobody anywhere: what a cron job or a pipeline sees. */
  TerminalProbe NOBODY =
      new TerminalProbe() {
        @Override
        public boolean input() {
          return false;
        }

        @Override
        public boolean output() {
          return false;
        }

        @Override
        public boolean progress() {
          return false;
        }
      };

  /** Standard input, where answers come from. */
  boolean input();

  /** Standard output, where results go. */
  boolean output();

  /** Standard error, where progress and questions go. */
  boolean progress();

  /** Asks the system. */
  static TerminalProbe ofThisProcess() {
    Path descriptors = Paths.get("/proc/self/fd");
    return Files.isDirectory(descriptors) ? new ByDescriptor(descriptors) : new ByConsole();
  }

  /** Linux: where the descriptors 0, 1 and 2 lead to. */
  final class ByDescriptor implements TerminalProbe {
    private final Path descriptors;

    ByDescriptor(Path descriptors) {
      this.descriptors = descriptors;
    }

    @Override
    public boolean input() {
      return isTerminal("0");
    }

    @Override
    public boolean output() {
      return isTerminal("1");
    }

    @Override
    public boolean progress() {
      return isTerminal("2");
    }

    private boolean isTerminal(String descriptor) {
      try {
        String target = Files.readSymbolicLink(descriptors.resolve(descriptor)).toString();
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      } catch (IOException closed) {
        return false; // a stream that is not there has nobody behind it
      }
    }
  }

  /** Elsewhere Java knows only of all streams together. */
  final class ByConsole implements TerminalProbe {
    private final boolean terminal = isTerminal(System.console());

    @Override
    public boolean input() {
      return terminal;
    }

    @Override
    public boolean output() {
      return terminal;
    }

    @Override
    public boolean progress() {
      return terminal;
    }

    /**
     * Since Java 22 there is always a console; {@code Console.isTerminal()} tells (JDK-8309155).
     */
    private static boolean isTerminal(@Nullable Console console) {
      if (console == null) {
        return false;
      }
      try {
        return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (NoSuchMethodException before22) {
        return true; // there a console exists only when input and output are terminals
      } catch (IllegalAccessException | InvocationTargetException unknown) {
        return false; // better not to ask than to wait for nobody
      }
    }
  }
}
