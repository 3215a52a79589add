package dev.jflare.log;

import dev.jflare.lang.Nullable;

/**
 * Where the program says what it does. One method, because a line is all there is; never
 * java.util.logging or SLF4J, which belong to the host. Implementations must be safe to call from
 * several threads and must not throw.
 */
public interface Log {
  enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /** Says nothing: the default inside a JVM that is not ours. */
  Log NONE = (level, message, cause) -> {};

  void write(Level level, String message, @Nullable Throwable cause);

  default void debug(String message) {
    write(Level.DEBUG, message, null);
  }

  default void info(String message) {
    write(Level.INFO, message, null);
  }

  default void warn(String message) {
    write(Level.WARN, message, null);
  }

  default void warn(String message, Throwable cause) {
    write(Level.WARN, message, cause);
  }
}
