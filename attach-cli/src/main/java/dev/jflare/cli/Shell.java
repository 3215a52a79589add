package dev.jflare.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What the program was started with: its streams, environment, folder, and whether there is a
 * person. A test makes one of its own and runs the whole program in-process.
 */
final class Shell {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Path folder;
  private final TerminalProbe probe;

  Shell(Streams streams, Map<String, String> environment, Path folder, TerminalProbe probe) {
    this.in = streams.in;
    this.out = streams.out;
    this.err = streams.err;
    this.environment = Collections.unmodifiableMap(new HashMap<>(environment));
    this.folder = folder;
    this.probe = probe;
  }

  /** The one this process was started from. */
  static Shell ofThisProcess() {
    return new Shell(
        new Streams(System.in, System.out, System.err),
        System.getenv(),
        Paths.get("").toAbsolutePath(),
        TerminalProbe.ofThisProcess());
  }

  /** What is piped in; for a program that takes a file or {@code -}. */
  InputStream in() {
    return in;
  }

  /** Results, for a person or the next program. */
  PrintStream out() {
    return out;
  }

  /** Progress, questions and complaints. */
  PrintStream err() {
    return err;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** The value of an environment variable; empty when it is not set. */
  String variable(String name) {
    String value = environment.get(name);
    return value == null ? "" : value;
  }

  /** The current directory, absolute. */
  Path folder() {
    return folder;
  }

  TerminalProbe probe() {
    return probe;
  }

  /**
   * Reads one line of input.
   *
   * @return the line without white space around it; empty at the end of input
   */
  String readLine() throws IOException {
    // read byte by byte: what comes after this line belongs to the next question
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(new OneLine(in), Charset.defaultCharset()));
    String line = reader.readLine();
    return line == null ? "" : line.trim();
  }

  /** Standard input, output and error. */
  static final class Streams {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    Streams(InputStream in, PrintStream out, PrintStream err) {
      this.in = in;
      this.out = out;
      this.err = err;
    }
  }

  /** Ends after the first line feed, so that a buffered reader takes no more than its line. */
  private static final class OneLine extends InputStream {
    private final InputStream in;
    private boolean ended;

    OneLine(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      if (ended) {
        return -1;
      }
      int read = in.read();
      ended = read == '\n' || read < 0;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = length == 0 ? 0 : read();
      if (length == 0 || read < 0) {
        return read;
      }
      buffer[offset] = (byte) read;
      return 1;
    }
  }
}
