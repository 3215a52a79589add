package dev.jflare.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop as the demo starts it: a JVM of its own. */
final class DemoAppTest {
  @TempDir Path folder;
  private Process shop;

  @AfterEach
  void end() {
    if (shop != null) {
      shop.destroyForcibly();
    }
  }

  private String start() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes =
        Path.of(DemoApp.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    shop =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-Ddemo.db.password=" + DemoApp.DB_PASSWORD,
                    "-cp",
                    classes,
                    DemoApp.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(shop.getInputStream(), StandardCharsets.UTF_8));
    return out.readLine();
  }

  @Test
  void theShop_saysReady_andEndsWhenItsInputDoes() throws Exception {
    assertEquals("ready", start());
    assertTrue(shop.isAlive());
    shop.getOutputStream().write('\n');
    shop.getOutputStream().flush();
    assertFalse(shop.waitFor(500, TimeUnit.MILLISECONDS), "only the end of input is a sign");
    shop.getOutputStream().close();
    assertTrue(shop.waitFor(10, TimeUnit.SECONDS), "still alive after its input has ended");
    assertEquals(0, shop.exitValue());
  }

  @Test
  void itsFiles_showFakeSecrets() throws Exception {
    assertEquals("ready", start());
    String log = Files.readString(folder.resolve("shop.log"));
    String settings = Files.readString(folder.resolve("shop.properties"));
    String everywhere = log + settings + DemoApp.DB_PASSWORD;
    for (String secret : DemoApp.fakeSecrets()) {
      assertTrue(everywhere.contains(secret), secret);
    }
    assertTrue(settings.contains("password="), settings);
    assertTrue(log.lines().count() >= 4, log);
  }

  @Test
  void itUsesLessThanACore() throws Exception {
    assertEquals("ready", start());
    Duration before = cpu();
    long start = System.nanoTime();
    assertFalse(shop.waitFor(1_500, TimeUnit.MILLISECONDS));
    long elapsed = System.nanoTime() - start;
    double cores = (double) cpu().minus(before).toNanos() / elapsed;
    assertTrue(cores < 1.0, "uses " + cores + " cores");
  }

  private Duration cpu() {
    return shop.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
