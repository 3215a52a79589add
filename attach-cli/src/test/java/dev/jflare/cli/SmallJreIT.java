package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JRE as images have it: no jdk.attach, no java.logging. */
class SmallJreIT {
  private static final String MODULES = "java.base,java.instrument,java.management,jdk.unsupported";

  @TempDir Path folder;

  @Test
  void attaches_withoutTheModuleJdkAttach() throws Exception {
    Path home = Jdks.running();
    assumeTrue(
        Files.isExecutable(home.resolve("bin/jlink")) && Files.isDirectory(home.resolve("jmods")),
        "the JDK that runs the tests cannot link images");
    Path jre = folder.resolve("jre");
    Command.run(
        home.resolve("bin/jlink").toString(), "--add-modules", MODULES, "--output", jre.toString());
    for (int feature : new int[] {8, 17, 25}) {
      if (Jdks.home(feature).isEmpty()) {
        continue;
      }
      Path jdk = Jdks.home(feature).orElseThrow();
      try (TargetJvm target = TargetJvm.of("Busy").home(jdk).arguments("parks").start()) {
        AttachJar cli =
            AttachJar.in(folder)
                .home(jre)
                .start(target.pid(), "-p", 0, "--no-upload", "--json", "-v")
                .expect(ExitCode.OK);
        JsonNode result = cli.result();
        assertTrue(result.get("complete").booleanValue(), result::toString);
        assertTrue(cli.err().contains("through our own connection"), cli.err());
        FlareZip flare = FlareZip.read(Path.of(result.get("archive").textValue()));
        assertTrue(flare.manifest().toString().contains("\"road\":\"our own connection\""));
      }
    }
  }
}
