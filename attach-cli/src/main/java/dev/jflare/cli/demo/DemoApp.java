package dev.jflare.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The shop. {@code java -Ddemo.db.password=... -cp attach.jar dev.jflare.cli.demo.DemoApp FOLDER}
 * writes its log and settings to the folder, prints {@code ready} when all its load runs, and ends
 * when its standard input does, or after ten minutes. Uses less than one core and fits into {@code
 * -Xmx128m}.
 */
public final class DemoApp {
  /** What the launcher puts on the command line, where a password should not be. */
  public static final String DB_PASSWORD = "f4ke-db-pa55word";

  private static final String SETTINGS_PASSWORD = "f4ke-settings-pa55word";
  private static final String URL_PASSWORD = "f4ke-url-pa55word";
  private static final String API_KEY = "0123456789abcdeffedcba9876543210";
  private static final long LONGEST_RUN_MINUTES = 10;

  private DemoApp() {}

  /**
   * The secrets this program shows around: on its command line, in its settings and in its log.
   * They protect nothing; none of them may be found in a flare.
   */
  public static List<String> fakeSecrets() {
    return Collections.unmodifiableList(
        Arrays.asList(DB_PASSWORD, SETTINGS_PASSWORD, URL_PASSWORD, API_KEY));
  }

  /**
   * @param args the folder for its files, which has to exist
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 1) {
      System.err.println("usage: DemoApp FOLDER");
      System.exit(2);
    }
    Path folder = Paths.get(args[0]);
    writeSettings(folder);
    try (ShopLog log = ShopLog.in(folder)) {
      log.line("INFO", "shop opens, settings from " + folder.resolve("shop.properties"));
      log.line("DEBUG", "connecting to postgresql://shop:" + URL_PASSWORD + "@db.example.com/shop");
      log.line("DEBUG", "metrics are sent with api_key=" + API_KEY);
      CountDownLatch inputEnded = new CountDownLatch(1);
      Daemon.start("shop-input", () -> awaitEndOfInput(inputEnded));
      CountDownLatch running = Shop.open(log);
      running.await();
      System.out.println("ready");
      boolean asked = inputEnded.await(LONGEST_RUN_MINUTES, TimeUnit.MINUTES);
      log.line("INFO", asked ? "shop closes" : "shop closes by itself after ten minutes");
    }
  }

  private static void writeSettings(Path folder) throws IOException {
    List<String> lines =
        Arrays.asList(
            "# settings of the demo shop; the password opens nothing",
            "shop.name=demo",
            "db.url=jdbc:postgresql://db.example.com/shop",
            "db.user=shop",
            "password=" + SETTINGS_PASSWORD);
    Files.write(folder.resolve("shop.properties"), lines, StandardCharsets.UTF_8);
  }

  /** Whoever started us holds the other end; it closes when they say so and when they die. */
  private static void awaitEndOfInput(CountDownLatch ended) {
    byte[] ignored = new byte[256];
    try {
      while (System.in.read(ignored) >= 0) {
        // only the end matters
      }
    } catch (IOException unreadable) {
      // as good as its end
    }
    ended.countDown();
  }
}
