package dev.jflare.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole program in this process, with streams, environment and terminal of the test. */
final class CommandLineRun {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private InputStream in = new NobodyAnswers();
  private TerminalProbe probe = TerminalProbe.NOBODY;
  private Path folder = Path.of("").toAbsolutePath();

  CommandLineRun env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CommandLineRun folder(Path path) {
    folder = path;
    return this;
  }

  /** A person at the terminal who types these lines. */
  CommandLineRun typing(String... lines) {
    in = new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    probe = new FixedProbe(true);
    return this;
  }

  Shell shell() {
    return new Shell(new Shell.Streams(in, print(out), print(err)), environment, folder, probe);
  }

  /** Runs to the end and gives the exit code. */
  int run(String... args) {
    return new Main(shell(), Interrupts.none()).run(args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Every line of standard output as JSON; fails when one is not. */
  List<JsonNode> events() {
    ObjectMapper mapper = new ObjectMapper();
    return out()
        .lines()
        .map(
            line -> {
              try {
                return mapper.readTree(line);
              } catch (JsonProcessingException e) {
                throw new UncheckedIOException(line, e);
              }
            })
        .toList();
  }

  /** The last JSON line. */
  JsonNode result() {
    List<JsonNode> events = events();
    return events.get(events.size() - 1);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /** A standard input that must not be read: in real life reading it would wait for ever. */
  private static final class NobodyAnswers extends InputStream {
    @Override
    public int read() {
      throw new AssertionError("waited for input without a terminal");
    }
  }

  record FixedProbe(boolean everywhere) implements TerminalProbe {
    @Override
    public boolean input() {
      return everywhere;
    }

    @Override
    public boolean output() {
      return everywhere;
    }

    @Override
    public boolean progress() {
      return everywhere;
    }
  }
}
