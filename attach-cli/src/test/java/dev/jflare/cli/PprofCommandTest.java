package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.archive.Gzip;
import dev.jflare.pprof.PprofReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of this very JVM, by the JDK. */
class PprofCommandTest {
  @TempDir static Path shared;

  private static volatile Object sink;
  private static Path recording;

  @TempDir Path folder;

  private final CommandLineRun program = new CommandLineRun();

  @BeforeAll
  static void record() throws Exception {
    recording = shared.resolve("shop.jfr");
    try (Recording jfr = new Recording()) {
      jfr.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
      jfr.enable("jdk.ObjectAllocationSample");
      jfr.start();
      long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
      while (System.nanoTime() < end) {
        sink = new byte[10_000];
      }
      jfr.stop();
      jfr.dump(recording);
    }
    assertFalse(String.valueOf(sink).isEmpty());
  }

  @Test
  void writesOneFileForEachProfile() throws Exception {
    assertEquals(ExitCode.OK, convert(recording), program.err());

    for (String id : List.of("cpu", "heap", "mutex", "block")) {
      Path file = folder.resolve("shop-" + id + ".pprof");
      PprofReader.read(Gzip.decompress(Files.readAllBytes(file), 1 << 24));
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      assertTrue(program.out().contains(file + ": "), program.out());
    }
    assertTrue(program.err().contains("made of shop.jfr, recorded by JFR"), program.err());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(4, files.count(), "nothing else is left");
    }
  }

  @Test
  void whatIsThereStaysUnlessForced() throws Exception {
    Path mine = Files.writeString(folder.resolve("x-mutex.pprof"), "mine");

    assertEquals(ExitCode.USAGE, convert(recording, "--service", "x"));
    assertTrue(program.err().contains(mine + " is already there"), program.err());
    assertEquals("mine", Files.readString(mine));
    assertEquals(ExitCode.OK, convert(recording, "--service", "x", "--force"));
    assertTrue(Files.size(mine) > 4);
  }

  @Test
  void json() {
    assertEquals(ExitCode.OK, convert(recording, "--json"));

    JsonNode result = program.result();
    assertEquals(4, result.get("profiles").size());
    assertEquals("cpu", result.get("profiles").get(0).get("id").textValue());
    assertTrue(result.get("events").get("jdk.ObjectAllocationSample").intValue() > 0);
  }

  @Test
  void whatIsNoRecordingIsSaid() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "hello");
    Path empty = Files.createFile(folder.resolve("empty.jfr"));

    assertEquals(ExitCode.USAGE, convert(text));
    assertTrue(program.err().contains("not a JFR recording: it does not begin with FLR"));
    assertEquals(ExitCode.USAGE, convert(empty));
    assertTrue(program.err().contains("the file is empty"), program.err());
    assertEquals(ExitCode.USAGE, convert(folder.resolve("none.jfr")));
    assertTrue(program.err().contains("there is no file "), program.err());
    assertEquals(ExitCode.USAGE, convert(folder));
    assertEquals(ExitCode.USAGE, convert(recording, "--service", "../x"));
    assertEquals(ExitCode.USAGE, convert(recording, "-o", folder.resolve("none").toString()));
  }

  @Test
  void nothingToConvertWritesNothing() throws Exception {
    Path plain = folder.resolve("plain.jfr");
    try (Recording jfr = new Recording()) {
      jfr.enable("jdk.JVMInformation");
      jfr.start();
      jfr.stop();
      jfr.dump(plain);
    }
    byte[] cut = Arrays.copyOf(Files.readAllBytes(recording), 100);
    Path stump = Files.write(folder.resolve("stump.jfr"), cut);

    assertEquals(ExitCode.NOTHING_COLLECTED, convert(plain));
    assertTrue(program.err().contains("no events of jdk.ExecutionSample"), program.err());
    assertEquals(ExitCode.NOTHING_COLLECTED, convert(stump));
    assertTrue(program.err().contains("100 of 100 bytes"), program.err());
    assertArrayEquals(cut, Files.readAllBytes(stump));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  private int convert(Path file, String... options) {
    String[] all = new String[options.length + 4];
    all[0] = "pprof";
    all[1] = file.toString();
    boolean placed = Arrays.asList(options).contains("-o");
    System.arraycopy(options, 0, all, 2, options.length);
    all[options.length + 2] = placed ? "-q" : "-o";
    all[options.length + 3] = placed ? "-v" : folder.toString();
    return program.run(all);
  }
}
