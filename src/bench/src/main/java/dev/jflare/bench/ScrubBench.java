package dev.jflare.bench;

import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time for 16 MiB of log text, one line in a hundred with a secret: scrubbing beside deflate level 6. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScrubBench {
  private static final int SIZE = 16 << 20;
  private byte[] log;
  private Scrubber scrubber;

  @Setup
  public void logs() {
    Random random = new Random(42);
    StringBuilder text = new StringBuilder(SIZE + 200);
    while (text.length() < SIZE) {
      text.append("2026-11-22T10:15:30.").append(100 + random.nextInt(900)).append("Z INFO [http-nio-8080-exec-")
          .append(random.nextInt(32)).append("] com.acme.shop.OrderService - order ").append(random.nextInt(1 << 30));
      text.append(random.nextInt(100) == 0 ? " password=hunter2 by http://u:secret@db.example/x" : " accepted for customer ")
          .append(random.nextInt(1 << 20)).append(", total 17.40 EUR\n");
    }
    log = text.toString().getBytes(StandardCharsets.UTF_8);
    scrubber = Scrubber.of(ScrubSettings.defaults());
  }

  @Benchmark
  public Object scrub() throws IOException {
    return scrubber.scrub(TextKind.TEXT, new ByteArrayInputStream(log), OutputStream.nullOutputStream());
  }

  @Benchmark
  public Object deflate6() throws IOException {
    try (DeflaterOutputStream out = new DeflaterOutputStream(OutputStream.nullOutputStream(), new Deflater(6))) {
      out.write(log);
      return out;
    }
  }
}
