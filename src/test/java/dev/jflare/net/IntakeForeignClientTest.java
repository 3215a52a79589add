package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.testing.Command;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients others have written: Go, whose form the real backend gets, and curl. */
class IntakeForeignClientTest {
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
    assumeTrue(Command.isHere("go"), "no go on the PATH");
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
    assumeTrue(Command.isHere("curl"), "no curl on the PATH");
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
    assumeTrue(Command.isHere("curl"), "no curl on the PATH");
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

  private static String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GOFLAGS", "-mod=mod");
    return Command.run(builder);
  }
}
