package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.archive.Gzip;
import dev.jflare.log.Log;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.GoProgram;
import dev.jflare.time.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scrapes a real Go program and lets go's own pprof read what came of it. */
class PprofScraperGoTest {
  @TempDir static Path folder;

  private static Path program;

  @BeforeAll
  static void build() throws Exception {
    program = GoProgram.build("pprofserver", folder);
  }

  @Test
  void goReadsWhatWasScraped() throws Exception {
    RecordedEvidence evidence = new RecordedEvidence();
    try (GoProgram server = GoProgram.start(program)) {
      PprofEndpoint endpoint = PprofEndpoint.parse("go=http://" + server.address());
      PprofScraper scraper =
          new PprofScraper(List.of(endpoint), 1, ProxySettings.NONE, TlsSettings.SYSTEM, Log.NONE);
      assertEquals(Duration.ofSeconds(1), scraper.span());
      scraper.collect(evidence, Deadline.after(Duration.ofSeconds(20)));
    }

    assertEquals(Map.of(), evidence.gaps(), "that it has no expvar is no gap");
    assertEquals(7, evidence.profiles().size());
    assertTrue(evidence.texts().get("profiles/go-goroutines.txt").contains("main.main()"));
    assertTrue(evidence.texts().get("profiles/go-cmdline.txt").contains("pprofserver"));
    assertTrue(top(evidence, "1st-heap").contains("inuse_space"));
    assertTrue(top(evidence, "2nd-heap").contains("main.main"));
    assertTrue(top(evidence, "cpu").contains("Type: cpu"));
    assertTrue(top(evidence, "mutex").contains("Type: delay"));
    assertTrue(top(evidence, "block").contains("Type: delay"));
  }

  @Test
  void goRefusesWhatItDoesNotKnowAndSaysWhy() throws Exception {
    try (GoProgram server = GoProgram.start(program)) {
      RecordedEvidence evidence = new RecordedEvidence();
      PprofEndpoint endpoint =
          PprofEndpoint.parse("go=http://" + server.address() + "/debug/pprof/nothing");
      new PprofScraper(List.of(endpoint), 0, ProxySettings.NONE, TlsSettings.SYSTEM, Log.NONE)
          .collect(evidence, Deadline.after(Duration.ofSeconds(20)));

      assertEquals(3, evidence.gaps().size());
      String why = evidence.gaps().get("profiles/go-1st-heap.pprof");
      assertTrue(why.endsWith(": 404 Not Found: Unknown profile"), why);
    }
  }

  private static String top(RecordedEvidence evidence, String name) throws Exception {
    byte[] proto = evidence.profiles().get("profiles/go-" + name + ".pprof");
    Path file = Files.write(folder.resolve(name), Gzip.compress(proto));
    return GoPprof.print(file.toString());
  }
}
