package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A secret that only the program knows by its name, and that stands in places where no rule can
 * tell it: what is learnt inside of the JVM is masked in what this side collects too.
 */
class KnownValuesIT {
  @TempDir private Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 25})
  void aSecretSetByTheProgram_isMaskedWhereverItSlips(int version) throws Exception {
    Optional<Path> home = Jdks.home(version);
    assumeTrue(home.isPresent(), "no JDK " + version + " here");
    SecretSearch search = new SecretSearch(Map.of("set by the program", "pocotto!7001"));
    try (TargetJvm target = TargetJvm.of("Chatty").home(home.orElseThrow()).start()) {
      target.awaitLine("ready", Duration.ofSeconds(20));
      AttachJar cli =
          AttachJar.in(folder)
              .start(
                  target.pid(),
                  "-p",
                  2,
                  "--no-upload",
                  "--json",
                  "--log",
                  target.folder() + "/app.log")
              .expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      Set<String> leaks = new TreeSet<>();
      for (String path : flare.paths()) {
        if (!search.in(flare.bytes(path)).isEmpty() || !search.in(path).isEmpty()) {
          leaks.add(path);
        }
      }
      assertEquals(Set.of(), leaks);
      assertEquals("ok", flare.status("agent"));
      String log =
          flare.paths().stream().filter(p -> p.endsWith("app.log")).findFirst().orElseThrow();
      assertTrue(
          flare.text(log).contains("kept-line: opened with ******** for bob"), flare.text(log));
      assertTrue(flare.text("jvm/threads-1.txt").contains("kept-pool ********"));
      assertTrue(flare.manifest().get("scrubbed").has("known value"), flare.manifest().toString());
    }
  }
}
