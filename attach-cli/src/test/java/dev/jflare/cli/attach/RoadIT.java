package dev.jflare.cli.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import dev.jflare.time.Deadline;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Diagnostic commands to JVMs of every version, over our own connection. */
class RoadIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Says every pause above three seconds; 400 threads make an answer that fills the socket. */
  private static final String TICKER =
      "public class Ticker {\n"
          + "  static void deep(int n) throws Exception {\n"
          + "    if (n > 0) deep(n - 1); else Thread.sleep(1000000);\n"
          + "  }\n"
          + "  public static void main(String[] args) throws Exception {\n"
          + "    for (int i = 0; i < 400; i++) {\n"
          + "      Thread t = new Thread(() -> {\n"
          + "        try { deep(60); } catch (Exception e) { throw new IllegalStateException(e); }\n"
          + "      }, \"deep-\" + i);\n"
          + "      t.setDaemon(true);\n"
          + "      t.start();\n"
          + "    }\n"
          + "    System.out.println(\"ready\");\n"
          + "    long last = System.nanoTime();\n"
          + "    while (true) {\n"
          + "      Thread.sleep(5);\n"
          + "      long now = System.nanoTime();\n"
          + "      if (now - last > 3000000000L) System.out.println(\"stood still\");\n"
          + "      last = now;\n"
          + "    }\n"
          + "  }\n"
          + "}\n";

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void commands_byEveryVersion(int feature) throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").home(jdk(feature)).arguments("parks").start()) {
      JvmCommands commands = JvmCommands.of(ProcessView.of(target.pid()), Log.NONE);
      for (int again = 0; again < 2; again++) {
        String version = text(commands.run("VM.version", Deadline.after(LONG)));
        assertTrue(version.contains("JDK"), version);
      }
      String threads = text(commands.run("Thread.print -l", Deadline.after(LONG)));
      assertTrue(threads.contains("busy-parked"), threads);
      assertFalse(target.stdout().contains("Full thread dump"), "the signal was no order to dump");
    }
  }

  /** Java 25 sends while it works, and stands still with all its threads when nobody reads. */
  @Test
  void aSlowReader_doesNotStopTheApplication() throws Exception {
    try (TargetJvm target = TargetJvm.source("Ticker", TICKER).home(jdk(25)).start()) {
      JvmCommands commands = JvmCommands.of(ProcessView.of(target.pid()), Log.NONE);
      try (InputStream answer = commands.run("Thread.print", Deadline.after(LONG))) {
        assertTrue(answer.read() >= 0);
        Thread.sleep(5000);
        assertTrue(text(answer).length() > 500_000, "the answer is larger than what sockets hold");
      }
      Thread.sleep(100);
      assertEquals("ready\n", target.stdout());
    }
  }

  private static String text(InputStream answer) throws Exception {
    try (answer) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Path jdk(int feature) {
    Optional<Path> home = Jdks.home(feature);
    assumeTrue(home.isPresent(), "no JDK " + feature + " here");
    return home.orElseThrow();
  }
}
