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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop as the demo starts it: a JVM of its own. */
class DemoAppTest {
  private static final Pattern STATE_AND_METHOD =
      Pattern.compile("(?s)State: ([A-Z_]+).*?at dev\\.jflare\\.cli\\.demo\\.([A-Za-z.]+)\\(");

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
    assertFalse(shop.waitFor(2, TimeUnit.SECONDS), "the compiler's first rush is not counted");
    Duration before = cpu();
    long start = System.nanoTime();
    assertFalse(shop.waitFor(1_500, TimeUnit.MILLISECONDS));
    long elapsed = System.nanoTime() - start;
    double cores = (double) cpu().minus(before).toNanos() / elapsed;
    assertTrue(cores < 1.0, "uses " + cores + " cores");
  }

  @Test
  void eachKindOfWaiting_hasItsNamedMethod() throws Exception {
    assertEquals("ready", start());
    Set<String> wanted =
        new TreeSet<>(
            Set.of(
                "BLOCKED in Inventory.reserve",
                "WAITING in Inventory.ship",
                "WAITING in Mailer.awaitMail",
                "TIMED_WAITING in Mailer.awaitReceipt"));
    for (int dumps = 0; dumps < 20 && !wanted.isEmpty(); dumps++) {
      wanted.removeAll(waits(threadDump()));
    }
    assertEquals(Set.of(), wanted, "never seen in 20 thread dumps");
  }

  /** For each thread of the dump: its state and the first of our methods below the JDK's. */
  private static Set<String> waits(String dump) {
    Set<String> waits = new TreeSet<>();
    for (String thread : dump.split("\n\n")) {
      Matcher match = STATE_AND_METHOD.matcher(thread);
      if (match.find()) {
        waits.add(match.group(1) + " in " + match.group(2));
      }
    }
    return waits;
  }

  private String threadDump() throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(shop.pid()), "Thread.print").start();
    String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    return dump;
  }

  private Duration cpu() {
    return shop.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
