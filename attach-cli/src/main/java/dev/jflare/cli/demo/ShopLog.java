package dev.jflare.cli.demo;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The shop's log file, held open as programs do. */
final class ShopLog implements Closeable {
  private final BufferedWriter out;

  private ShopLog(BufferedWriter out) {
    this.out = out;
  }

  static ShopLog in(Path folder) throws IOException {
    return new ShopLog(Files.newBufferedWriter(folder.resolve("shop.log"), StandardCharsets.UTF_8));
  }

  synchronized void line(String level, String text) {
    try {
      out.write(
          Instant.now() + " " + level + " [" + Thread.currentThread().getName() + "] " + text);
      out.newLine();
      out.flush();
    } catch (IOException full) {
      // the folder is gone or the disk full; a demo goes on without its log
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }
}
