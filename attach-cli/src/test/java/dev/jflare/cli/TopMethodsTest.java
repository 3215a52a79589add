package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.archive.Gzip;
import dev.jflare.pprof.Frame;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.ProfileBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopMethodsTest {
  private static final Frame PRICES = Frame.java("shop.Prices.compute", "Prices.java", 1);
  private static final Frame STOCK = Frame.java("shop.Stock.count", "Stock.java", 1);
  private static final Frame OTHER = Frame.java("java.lang.Math.pow", "Math.java", 1);

  @Test
  void sharesAreOfTheWholeProfile_andCalleesCountForTheirCaller() throws Exception {
    assertEquals(
        List.of("Prices.compute 60 %", "Stock.count 30 %"),
        new TopMethods("shop.").top(PprofReader.read(profile())));
  }

  @Test
  void everyProfileOfAnArchiveIsRead() throws Exception {
    Path archive = Files.createTempFile(folder, "flare", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : new String[] {"b-cpu.pprof", "a-cpu.pprof", "a.jfr"}) {
        zip.putNextEntry(new ZipEntry("host/profiles/" + name));
        zip.write(Gzip.compress(profile()));
      }
    }
    Map<String, List<String>> tops = new TopMethods("shop.").of(archive);
    assertEquals(List.of("a-cpu.pprof", "b-cpu.pprof"), List.copyOf(tops.keySet()));
    assertEquals(2, tops.get("a-cpu.pprof").size());
  }

  @Test
  void anArchiveWithoutProfiles_hasNone() throws Exception {
    Path archive = Files.createTempFile(folder, "flare", ".zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("host/status.log"));
    }
    assertEquals(Map.of(), new TopMethods("shop.").of(archive));
  }

  @TempDir Path folder;

  private static byte[] profile() {
    ProfileBuilder profile =
        new ProfileBuilder().sampleType("samples", "count").sampleType("cpu", "nanoseconds");
    profile.sample(List.of(OTHER, PRICES), Map.of(), 1, 40);
    profile.sample(List.of(PRICES, STOCK), Map.of(), 9, 20);
    profile.sample(List.of(STOCK), Map.of(), 1, 30);
    profile.sample(List.of(OTHER), Map.of(), 1, 10);
    return profile.build();
  }
}
