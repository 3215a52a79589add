package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients others have written: Go, whose form the real backend gets, and curl. */
final class IntakeForeignClientTest {
  @TempDir Path temp;
  private final IntakeRecorder recorder = new IntakeRecorder();
  private Intake intake;
  private Path archive;

  @BeforeEach
  void start() throws IOException {
    intake =
        Intake.start(
            IntakeOptions.into(temp.resolve("in"))
                .apiKey(Secret.of("0123"))
                .redirects(2)
                .maxBytes(8 << 20)
                .build(),
            recorder,
            Log.NONE);
    byte[] content = new byte[3 << 20];
    new Random(11).nextBytes(content);
    archive = Files.write(temp.resolve("jflare.zip"), content);
  }

  @AfterEach
  void close() {
    intake.close();
  }

  @Test
  void aGoProgram_isUnderstood() throws Exception {
    assumeTrue(onPath("go"), "no go on the PATH");
    Path source = Path.of(getClass().getResource("/go/intakeclient/main.go").toURI());
    Path program = temp.resolve("intakeclient");
    run("go", "build", "-o", program.toString(), source.toString());

    String said = run(program.toString(), intake.uri().toString(), "31", archive.toString());

    assertEquals("head 200\npost 200 application/json {\"case_id\":31}\n", said);
    IntakeFlare flare = recorder.flares.get(0);
    assertEquals(-1, Files.mismatch(archive, flare.archive()));
    assertEquals(
        "{case_id=31, email=jane@example.com, source=local, agent_version=7.85.0,"
            + " hostname=shop \"1\"\\2}",
        flare.fields().toString());
  }

  @Test
  void curl_isUnderstood_alsoWhenItAsksFirst() throws Exception {
    assumeTrue(onPath("curl"), "no curl on the PATH");
    String file = "flare_file=@" + archive;
    String url = intake.uri() + "/support/flare";
    for (String framing : new String[] {"Expect: 100-continue", "Transfer-Encoding: chunked"}) {
      String key = "DD-API-KEY: 0123";
      String said =
          run("curl", "-sS", "-H", key, "-H", framing, "-F", "case_id=32", "-F", file, url);
      assertEquals("{\"case_id\":32}", said);
    }
    assertEquals(2, recorder.flares.size());
    for (IntakeFlare flare : recorder.flares) {
      assertEquals(-1, Files.mismatch(archive, flare.archive()));
    }
  }

  @Test
  void curl_seesARefusal_beforeItHasSentEverything() throws Exception {
    assumeTrue(onPath("curl"), "no curl on the PATH");
    Path large = temp.resolve("large.zip");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    for (String framing : new String[] {"Expect:", "Transfer-Encoding: chunked"}) {
      String said =
          run(
              "curl",
              "-sS",
              "-w",
              "%{http_code}",
              "-o",
              temp.resolve("body").toString(),
              "-H",
              "DD-API-KEY: 0123",
              "-H",
              framing,
              "-F",
              "flare_file=@" + large,
              intake.uri() + "/support/flare");
      assertEquals("413", said);
    }
    try (Stream<Path> left = Files.list(temp.resolve("in"))) {
      assertEquals(0, left.count());
    }
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** Runs a program to its end, at most two minutes, and returns what it printed. */
  private String run(String... command) throws Exception {
    Path printed = Files.createTempFile(temp, "out", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().put("GOFLAGS", "-mod=mod");
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), command[0] + " does not end");
      String text = Files.readString(printed, StandardCharsets.UTF_8);
      assertEquals(0, process.exitValue(), text);
      return text;
    } finally {
      process.destroyForcibly();
    }
  }
}
