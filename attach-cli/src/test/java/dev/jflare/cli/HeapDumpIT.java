package dev.jflare.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;

/** {@code --heap-dump} on real JVMs: into the archive, and never to a disk as it is. */
class HeapDumpIT {
  private static final String SECRET = "wombat7quokka9numbat";
  private static final String CARD = "4929123456781234";

  @TempDir private Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {11, 17, 21, 25})
  void aHeapDump_arrivesWithoutItsValues(int version) throws Exception {
    try (TargetJvm target = hoard(version).start()) {
      Set<Path> before = ours();
      AttachJar cli = flare(target, "-p", 0).expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(archive(cli));
      assertMasked(flare);
      assertSearched(flare);
      JsonNode notes = record(flare).get("notes");
      assertTrue(notes.get("pause").textValue().matches("\\d+ ms"), notes::toString);
      assertTrue(cli.err().contains("A heap dump stops the JVM for about"), cli::err);
      assertEquals(before, ours(), "left in /tmp");
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = 25)
  void ofAnotherUser(int version) throws Exception {
    try (TestUser user = TestUser.make();
        TargetJvm target = hoard(version).prefix(user.prefix()).start()) {
      AttachJar cli = flare(target, "-p", 0).expect(ExitCode.OK);
      assertMasked(FlareZip.read(archive(cli)));
    }
  }

  @Test
  void java8_isToldWhatToDo() throws Exception {
    try (TargetJvm target = hoard(8).start()) {
      AttachJar cli = flare(target, "-p", 0).expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(archive(cli));
      assertEquals("skipped", flare.status("heap-dump"));
      assertTrue(record(flare).get("error").textValue().contains("attach.jar redact"));
    }
  }

  @Test
  void aPauseLongerThanAllowed_isNotCaused() throws Exception {
    try (TargetJvm target = hoard(17).start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_JFLARE_HEAP_DUMP_MAX_PAUSE", "1ms")
              .start(target.pid(), "-p", 0, "--no-upload", "--json", "--heap-dump")
              .expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(archive(cli));
      assertEquals("skipped", flare.status("heap-dump"));
      assertTrue(cli.err().contains("jflare.heap_dump.max_pause allows"), cli::err);
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {17, 25})
  void theCommandIsKilledInTheMiddle_andTheJvmGoesOn(int version) throws Exception {
    try (TargetJvm target = hoard(version).start()) {
      AttachJar cli =
          AttachJar.in(folder).start(target.pid(), "-p", 0, "--no-upload", "--json", "--heap-dump");
      cli.awaitOutput("\"heap-dump\",\"status\":\"started\"");
      Thread.sleep(version * 10L); // somewhere between making the pipes and reading the last byte
      cli.close();
      String jcmd = home(version).resolve("bin/jcmd").toString();
      String threads = Command.run(jcmd, Long.toString(target.pid()), "Thread.print");
      assertTrue(threads.contains("kept-pool-1"), threads);
    }
  }

  private static TargetJvm.Builder hoard(int version) {
    return TargetJvm.of("Hoard").home(home(version)).arguments(SECRET, CARD);
  }

  private static Path home(int version) {
    Optional<Path> home = Jdks.home(version);
    assumeTrue(home.isPresent(), "no JDK " + version + " here");
    return home.orElseThrow();
  }

  private AttachJar flare(TargetJvm target, Object... more) throws IOException {
    Stream<Object> options =
        Stream.of(target.pid(), "--no-upload", "--json", "--heap-dump", "--only", "cgroup");
    return AttachJar.in(folder).start(Stream.concat(options, Stream.of(more)).toArray());
  }

  private static Path archive(AttachJar cli) {
    return Path.of(cli.result().get("archive").textValue());
  }

  private static JsonNode record(FlareZip flare) throws IOException {
    for (JsonNode record : flare.manifest().get("collectors")) {
      if (record.get("id").textValue().equals("heap-dump")) {
        return record;
      }
    }
    throw new AssertionError("no heap-dump in " + flare.manifest());
  }

  private void assertMasked(FlareZip flare) throws IOException {
    assertEquals("ok", flare.status("heap-dump"), () -> flare.text("manifest.json"));
    byte[] packed = flare.bytes("heap/Hoard.hprof.gz");
    byte[] dump = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    String all = new String(dump, ISO_8859_1);
    assertTrue(all.contains("kept-pool-1"), "no thread name");
    assertTrue(all.contains("Hoard$Card"), "no class name");
    assertFalse(all.contains("literal-of-a-class-file-51"), "a literal");
    Heap heap = HeapFactory.createHeap(Files.write(folder.resolve("h.hprof"), dump).toFile());
    assertEquals(50, heap.getJavaClassByName("Hoard$Card").getInstancesCount());
    Instance map = (Instance) heap.getJavaClassByName("Hoard").getValueOfStaticField("MAP");
    assertEquals(777, map.getValueOfField("size"));
  }

  private static void assertSearched(FlareZip flare) throws IOException {
    SecretSearch search = new SecretSearch(Map.of("secret", SECRET, "card", CARD));
    assertEquals(Set.of(), search.in(flare.bytes("heap/Hoard.hprof.gz")));
  }

  private static Set<Path> ours() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(".jflare-heap-")).toList();
      return Set.copyOf(found);
    }
  }
}
