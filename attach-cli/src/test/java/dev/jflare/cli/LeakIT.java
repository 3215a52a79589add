package dev.jflare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jfr.Chunk;
import dev.jflare.jfr.Chunks;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret leaves: a full flare of a JVM with secrets everywhere, searched byte by byte. */
class LeakIT {
  @TempDir private Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void aFullFlare_holdsNoneOfThePlantedSecrets(int version) throws Exception {
    Optional<Path> home = Jdks.home(version);
    assumeTrue(home.isPresent(), "no JDK " + version + " here");
    PlantedSecrets planted = new PlantedSecrets();
    try (TargetJvm target = planted.target().home(home.orElseThrow()).start()) {
      planted.addUtf16(target.folder().resolve("conf"));
      SecretSearch search = new SecretSearch(planted.values());
      assertPlanted(target, search, planted.values().keySet());
      AttachJar cli = flare(target, version);
      Path archive = Path.of(cli.result().get("archive").textValue());
      FlareZip flare = FlareZip.read(archive);
      assertWhatIsHarmlessStays(flare);
      assertEquals(
          version > 8, flare.paths().stream().anyMatch(path -> path.endsWith(".hprof.gz")));
      Map<String, Set<String>> leaks = leaks(flare, search);
      note(leaks, "standard output of the command", search.in(cli.out()));
      note(leaks, "standard error of the command", search.in(cli.err()));
      note(leaks, "name of the archive", search.in(archive.toString()));
      assertEquals(Map.of(), leaks, "secrets by entry");
    }
  }

  @Test
  void theSearch_findsEveryForm() throws IOException {
    SecretSearch search = new SecretSearch(Map.of("it", "wombat!1001"));
    for (String text :
        List.of(
            "a wombat!1001 b",
            "a+wombat%211001",
            "x776f6d6261742131303031",
            "d29tYmF0ITEwMDE=",
            "eHdvbWJhdCExMDAx",
            "eHh3b21iYXQhMTAwMXk=")) {
      assertEquals(Set.of("it"), search.in(text), text);
    }
    assertEquals(
        Set.of("it"), search.in("wombat!1001".getBytes(java.nio.charset.StandardCharsets.UTF_16)));
    assertEquals(Set.of(), search.in("wombat!2001, d29tYmF0ITIwMDE="));
  }

  /** With a heap dump, where the JVM can write one into a pipe. */
  private AttachJar flare(TargetJvm target, int version) throws Exception {
    return AttachJar.in(folder)
        .start(
            target.pid(),
            version > 8 ? "--heap-dump" : "--keep-archive",
            "-p",
            3,
            "--no-upload",
            "--json",
            "-v",
            "--conf",
            target.folder() + "/conf/*.json",
            "--conf",
            target.folder() + "/conf/app.*",
            "--log",
            target.folder() + "/app.log")
        .expect(ExitCode.OK);
  }

  /**
   * The search would find them where they are: nothing is proved by a search that finds nothing.
   */
  private static void assertPlanted(TargetJvm target, SecretSearch search, Set<String> names)
      throws IOException {
    Path process = Path.of("/proc/" + target.pid());
    Set<String> found = new TreeSet<>(search.in(Files.readAllBytes(process.resolve("environ"))));
    found.addAll(search.in(Files.readAllBytes(process.resolve("cmdline"))));
    found.addAll(search.in(Files.readAllBytes(target.folder().resolve("app.log"))));
    try (Stream<Path> files = Files.list(target.folder().resolve("conf"))) {
      for (Path file : files.toList()) {
        found.addAll(search.in(Files.readAllBytes(file)));
      }
    }
    found.addAll(search.in(Files.readAllBytes(target.folder().resolve("hs_err_pid99.log"))));
    found.addAll(search.in(Files.readAllBytes(target.folder().resolve("classes/Secretive.class"))));
    found.addAll(search.in(target.stderr()));
    ProcessHandle child =
        ProcessHandle.of(target.pid()).orElseThrow().children().findFirst().orElseThrow();
    found.addAll(search.in(Files.readAllBytes(Path.of("/proc/" + child.pid() + "/cmdline"))));
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(found);
    // what only lives in the heap of the target
    Set<String> inside =
        Set.of(
            "attribute of an MBean",
            "url of an MBean",
            "map of an MBean",
            "thread name",
            "exception message",
            "object in the heap");
    assertEquals(new TreeSet<>(inside), missing);
  }

  private static void assertWhatIsHarmlessStays(FlareZip flare) throws Exception {
    assertEquals("ok", flare.status("agent"));
    assertEquals("ok", flare.status("profiles"));
    assertTrue(flare.text("jvm/system-properties.txt").contains("kept-property"));
    assertTrue(flare.text("jvm/threads-1.txt").contains("kept-pool password="));
    assertTrue(flare.text("jvm/mbeans.json").contains("test:type=Pool"));
    assertTrue(flare.text("os/cmdline.txt").contains("--kept-argument"));
    assertTrue(flare.text("envvars.log").contains("kept-service"));
    assertTrue(flare.paths().contains("profiles/kept-service.jfr"), flare.paths()::toString);
    String all = texts(flare, "etc/") + texts(flare, "logs/");
    for (String kept :
        List.of(
            "yaml",
            "yml",
            "json",
            "properties",
            "xml",
            "toml",
            "env",
            "ini",
            "crash",
            "element",
            "value",
            "wide",
            "last-line")) {
      assertTrue(all.contains(PlantedSecrets.KEPT + kept), () -> "no kept-" + kept + ": " + all);
    }
  }

  private static String texts(FlareZip flare, String prefix) {
    StringBuilder all = new StringBuilder();
    for (String path : new TreeSet<>(flare.paths())) {
      all.append(path.startsWith(prefix) ? "== " + path + "\n" + flare.text(path) : "");
    }
    return all.toString();
  }

  private Map<String, Set<String>> leaks(FlareZip flare, SecretSearch search) throws Exception {
    Map<String, Set<String>> leaks = new TreeMap<>();
    for (String path : flare.paths()) {
      note(leaks, "name of " + path, search.in(path));
      note(leaks, path, search.in(flare.bytes(path)));
      if (path.endsWith(".jfr")) {
        note(leaks, path + " as printed", search.in(printed(flare.bytes(path))));
      }
    }
    return leaks;
  }

  private static void note(Map<String, Set<String>> leaks, String where, Set<String> found) {
    if (!found.isEmpty()) {
      leaks.put(where, found);
    }
  }

  /**
   * As the JDK that runs the tests shows it; a reader sees strings that bytes alone may hide. Chunk
   * by chunk, because {@code jfr print --json} of JDK 17 to 25 ends with a ClassCastException when
   * the types of two chunks differ, as those of JDK 11 and the profiler do.
   */
  private String printed(byte[] recording) throws Exception {
    Path file = Files.write(folder.resolve("searched.jfr"), recording);
    StringBuilder all = new StringBuilder();
    for (Chunk chunk : Chunks.of(file)) {
      int end = Math.toIntExact(chunk.offset() + chunk.size());
      byte[] bytes = Arrays.copyOfRange(recording, Math.toIntExact(chunk.offset()), end);
      String text = printedChunk(Files.write(folder.resolve("chunk.jfr"), bytes));
      assertTrue(text.contains("\"type\": \""), "no event printed");
      all.append(text);
    }
    assertTrue(all.indexOf("jdk.ExecutionSample") > 0, "no sample printed");
    return all.toString();
  }

  private String printedChunk(Path chunk) throws Exception {
    Path text = folder.resolve("searched.txt");
    Process print =
        new ProcessBuilder(
                Jdks.running().resolve("bin/jfr").toString(), "print", "--json", chunk.toString())
            .redirectErrorStream(true)
            .redirectOutput(text.toFile())
            .start();
    try {
      assertTrue(print.waitFor(120, TimeUnit.SECONDS), "jfr print does not end");
    } finally {
      print.destroyForcibly();
    }
    String all = Files.readString(text, UTF_8);
    assertEquals(0, print.exitValue(), () -> all.substring(Math.max(0, all.length() - 2000)));
    return all;
  }
}
