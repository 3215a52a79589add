package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.time.Deadline;
import io.netty.util.internal.logging.InternalLogLevel;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NettyLogTest {
  private final List<String> lines = new ArrayList<>();
  private final List<Throwable> causes = new ArrayList<>();

  @AfterEach
  void silence() {
    NettyLog.install(Log.NONE);
  }

  @Test
  void warningsArriveInAllTheirForms() {
    InternalLogger logger = logger();
    Exception cause = new Exception("why");
    logger.warn("plain");
    logger.warn("one {}", 1);
    logger.error("two {} {}", 1, 2);
    logger.warn("many {} {} {}", 1, 2, 3);
    logger.warn("with cause", cause);
    logger.warn("with {} and cause", 1, cause);
    logger.log(InternalLogLevel.ERROR, "given {}", "level");
    logger.warn(cause);

    assertEquals(
        List.of(
            "x.Y: plain",
            "x.Y: one 1",
            "x.Y: two 1 2",
            "x.Y: many 1 2 3",
            "x.Y: with cause",
            "x.Y: with 1 and cause",
            "x.Y: given level",
            "x.Y"),
        lines);
    assertSame(cause, causes.get(4));
    assertSame(cause, causes.get(5));
    assertSame(cause, causes.get(7));
  }

  @Test
  void theRestIsDropped() {
    InternalLogger logger = logger();
    logger.info("info {}", 1);
    logger.debug("debug");
    logger.trace(new Exception());
    logger.log(InternalLogLevel.DEBUG, "debug");

    assertEquals(List.of(), lines);
    assertFalse(logger.isInfoEnabled());
    assertFalse(logger.isEnabled(InternalLogLevel.DEBUG));
    assertTrue(logger.isWarnEnabled());
    assertTrue(logger.isEnabled(InternalLogLevel.ERROR));
    assertEquals("x.Y", logger.name());
    assertEquals(logger, logger);
  }

  @Test
  void aCallDoesNotWakeTheHostsLogging(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes.txt");
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.CONTINUES_FIRST)) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xlog:class+load:file=" + classes,
                  "-cp",
                  System.getProperty("java.class.path"),
                  OneCall.class.getName(),
                  server.url())
              .redirectErrorStream(true)
              .start();
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals("200", said.trim());
      assertEquals(0, child.waitFor());
    }
    List<String> loaded = Files.readAllLines(classes);
    assertTrue(loaded.stream().anyMatch(line -> line.contains(" io.netty.channel.")));
    // the class of the manager alone: from Java 18 on Netty asks the platform's MBeans for the
    // JVM's
    // arguments, and they look whether that class exists
    assertEquals(
        List.of(),
        loaded.stream()
            .filter(line -> line.contains(" java.util.logging."))
            .filter(line -> !line.contains(" java.util.logging.LogManager "))
            .toList());
  }

  /** Runs in a JVM of its own. */
  static final class OneCall {
    private OneCall() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      try (HttpClient client =
          HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
        HttpAnswer answer =
            client.exchange(
                HttpCall.get(URI.create(args[0])),
                TransferListener.NONE,
                Deadline.after(Duration.ofSeconds(20)));
        System.out.println(answer.status());
      }
    }
  }

  private InternalLogger logger() {
    NettyLog.install(
        (level, message, cause) -> {
          assertEquals(Log.Level.WARN, level);
          lines.add(message);
          causes.add(cause);
        });
    return InternalLoggerFactory.getInstance("x.Y");
  }
}
