package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.TargetJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flares of several JVMs by one command. */
class SeveralIT {
  private final String name = "several-" + System.nanoTime();

  @TempDir Path folder;

  @Test
  void eachHasItsFlare_andOneThatStandsStillCostsNothingButItself() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    try (TargetJvm one = target();
        TargetJvm stopped = target();
        Intake intake =
            Intake.start(IntakeOptions.into(in).build(), IntakeListener.NONE, Log.NONE)) {
      stopped.signal("STOP");
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_API_KEY", "0123456789abcdef0123456789abcdef")
              .start("--match", name, "4711", "--send", "-p", 0, "--skip", "diagnose", "--json")
              .expect(ExitCode.OK);
      stopped.signal("CONT");
      List<JsonNode> flares = events(cli);
      assertEquals(List.of(one.pid(), stopped.pid()), pids(flares), cli.out());
      assertEquals(cli.result().get("flares").size(), flares.size());
      for (JsonNode flare : flares) {
        boolean standsStill = flare.get("pid").longValue() == stopped.pid();
        assertEquals(!standsStill, flare.get("complete").booleanValue(), flare::toString);
        FlareZip zip = FlareZip.read(Path.of(flare.get("archive").textValue()));
        assertEquals(standsStill, zip.paths().contains("local"));
        assertEquals(!standsStill, zip.paths().contains("jvm/threads-1.txt"));
        assertEquals(standsStill, zip.paths().contains("jvm/published-counters.txt"));
        assertEquals(standsStill, zip.text("status.log").contains("  no safepoint since "));
        assertTrue(flare.get("upload").get("accepted").booleanValue(), flare::toString);
      }
      try (Stream<Path> arrived = Files.walk(in)) {
        assertEquals(2, arrived.filter(file -> file.toString().endsWith(".zip")).count());
      }
    }
  }

  @Test
  void ctrlC_endsTheRunningFlare_andTheRestIsNotBegun() throws Exception {
    try (TargetJvm one = target();
        TargetJvm other = target();
        AttachJar cli =
            AttachJar.in(folder).start("--match", name, "-p", 60, "--no-upload", "--json")) {
      cli.awaitOutput("\"id\":\"profiles\",\"status\":\"started\"");
      cli.interrupt();
      cli.expect(ExitCode.INTERRUPTED);
      List<JsonNode> flares = events(cli);
      assertEquals(List.of(one.pid(), other.pid()), pids(flares));
      assertEquals(List.of(130, 130), flares.stream().map(f -> f.get("exitCode").asInt()).toList());
      assertTrue(Files.exists(Path.of(flares.get(0).get("archive").textValue())));
      assertFalse(flares.get(1).has("archive"), cli.out());
      assertEquals("interrupted before it", flares.get(1).get("error").textValue());
    }
  }

  private TargetJvm target() throws Exception {
    return TargetJvm.of("Busy").arguments("parks").jvm("-Dname=" + name).start();
  }

  private static List<Long> pids(List<JsonNode> flares) {
    return flares.stream().map(flare -> flare.get("pid").longValue()).toList();
  }

  private static List<JsonNode> events(AttachJar cli) {
    return cli.events().stream().filter(e -> e.get("event").textValue().equals("flare")).toList();
  }
}
