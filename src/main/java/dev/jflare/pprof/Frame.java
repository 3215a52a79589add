package dev.jflare.pprof;

import java.util.Objects;

/** One frame of a stack: a method at a line, or a function of native code. */
public final class Frame {
  private final String function;
  private final String file;
  private final int line;
  private final boolean inNativeCode;

  private Frame(String function, String file, int line, boolean inNativeCode) {
    this.function = Objects.requireNonNull(function, "function");
    this.file = Objects.requireNonNull(file, "file");
    this.line = line;
    this.inNativeCode = inNativeCode;
  }

  /**
   * A Java method.
   *
   * @param function dotted, without a signature: {@code pkg.Outer$Inner.method}
   * @param file {@code pkg/Outer.java}, so that {@code go tool pprof -list} finds it below a source
   *     path; empty when unknown
   * @param line 0 when unknown
   */
  public static Frame java(String function, String file, int line) {
    return new Frame(function, file, Math.max(0, line), false);
  }

  /**
   * A function of the JVM, a library or the kernel.
   *
   * @param library file name of the library, empty when unknown
   */
  public static Frame nativeCode(String function, String library) {
    return new Frame(function, library, 0, true);
  }

  /** Dotted name of the method, or symbol of the function. */
  public String function() {
    return function;
  }

  /** Source file of a method, library of a function; empty when unknown. */
  public String file() {
    return file;
  }

  /** Line in the source file; 0 when unknown. */
  public int line() {
    return line;
  }

  /** Whether this is not Java. */
  public boolean inNativeCode() {
    return inNativeCode;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Frame)) {
      return false;
    }
    Frame that = (Frame) other;
    return line == that.line
        && inNativeCode == that.inNativeCode
        && function.equals(that.function)
        && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return (function.hashCode() * 31 + file.hashCode()) * 31 + line;
  }

  @Override
  public String toString() {
    return function + " (" + file + (line == 0 ? "" : ":" + line) + ")";
  }
}
