package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that break off, wherever it happens: nothing half-written may stay. */
class IntakeBreakTest {
  private static final byte[] ARCHIVE = "PK".getBytes(StandardCharsets.US_ASCII);

  /** The start of an upload, cut in its archive. */
  private static final byte[] HALF =
      new FormText().field("case_id", "4").fileHead("a.zip").add("x".repeat(5_000)).bytes();

  @TempDir Path folder;
  private final IntakeRecorder recorder = new IntakeRecorder();

  private Intake start(IntakeOptions.Builder options) throws IOException {
    return Intake.start(options.build(), recorder, Log.NONE);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private boolean partHasBytes() throws IOException {
    List<Path> files = files();
    return files.size() == 1
        && files.get(0).getFileName().toString().endsWith(".part")
        && Files.size(files.get(0)) > 0;
  }

  private void awaitPart() throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!partHasBytes()) {
      assertTrue(System.nanoTime() < end, "no part file appeared, there is only " + files());
      LockSupport.parkNanos(1_000_000);
    }
  }

  private RawHttp halfAnUpload(URI server) throws IOException {
    RawHttp http = new RawHttp(server).send(FormText.head(1_000_000)).send(HALF);
    awaitPart();
    return http;
  }

  @Test
  void aClientThatDies_leavesNothing() throws Exception {
    try (Intake intake = start(IntakeOptions.into(folder))) {
      halfAnUpload(intake.uri()).reset();
      String first = recorder.failure();
      assertTrue(first.startsWith("the connection broke after "), first);
      halfAnUpload(intake.uri()).close();
      String second = recorder.failure();
      assertTrue(second.startsWith("the connection broke after "), second);
      assertEquals(List.of(), files());
    }
  }

  @Test
  void aClientThatStalls_isToldAndDropped() throws Exception {
    try (Intake intake = start(IntakeOptions.into(folder).idleLimit(Duration.ofMillis(300)));
        RawHttp http = halfAnUpload(intake.uri())) {
      String answer = http.answer();
      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(http.ended());
      assertEquals(List.of(), files());
      assertEquals(
          "upload refused with 408: the client sent nothing for too long", recorder.failure());
    }
  }

  @Test
  void aConnectionWithoutARequest_isDroppedAfterTheIdleLimit() throws Exception {
    try (Intake intake = start(IntakeOptions.into(folder).idleLimit(Duration.ofMillis(200)));
        RawHttp http = new RawHttp(intake.uri())) {
      assertTrue(http.send("POST /supp").ended());
    }
  }

  @Test
  void anUploadThatBreaks_givesItsPlaceBack() throws Exception {
    try (Intake intake = start(IntakeOptions.into(folder).maxUploads(1))) {
      for (int i = 0; i < 3; i++) {
        halfAnUpload(intake.uri()).reset();
        recorder.failure();
      }
      byte[] whole = FormText.usual("4", ARCHIVE);
      try (RawHttp http = new RawHttp(intake.uri())) {
        String answer = http.send(FormText.head(whole.length)).send(whole).answer();
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      }
    }
  }

  @Test
  void closingTheIntake_breaksUploadsOff_andLeavesNoThread() throws Exception {
    Intake intake = start(IntakeOptions.into(folder));
    RawHttp http = halfAnUpload(intake.uri());
    intake.close();
    assertEquals(List.of(), files());
    assertEquals(List.of(), threads("jflare-intake"));
    assertEquals(List.of(), threads("globalEventExecutor"));
    intake.close(); // twice is once
    http.close();
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  @Test
  void aListenerMayCloseItsIntake() throws Exception {
    Intake[] intake = new Intake[1];
    IntakeListener closing = flare -> intake[0].close();
    intake[0] = Intake.start(IntakeOptions.into(folder).build(), closing, Log.NONE);
    byte[] whole = FormText.usual("4", ARCHIVE);
    try (RawHttp http = new RawHttp(intake[0].uri())) {
      http.send(FormText.head(whole.length)).send(whole);
      try {
        http.answer();
      } catch (IOException closedBeforeTheAnswer) {
        // either is right: the listener runs before the answer
      }
    }
    intake[0].close();
    assertEquals(List.of(), threads("jflare-intake"));
    assertEquals(2, files().size());
  }

  @Test
  void whatAKilledIntakeLeft_isRemovedAtTheNextStart_butNotWhatALivingOneWrites() throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Log log = (level, message, cause) -> lines.add(message);
    try (IntakeChild child = IntakeChild.start(folder, "-Xmx64m")) {
      RawHttp http = halfAnUpload(child.uri());
      Intake.start(IntakeOptions.into(folder).build(), recorder, log).close();
      assertTrue(partHasBytes(), "the file of a living intake was taken away");
      child.kill();
      assertTrue(partHasBytes(), "killed, so nobody could clean up");
      Intake.start(IntakeOptions.into(folder).build(), recorder, log).close();
      assertEquals(List.of(), files());
      String line = lines.poll(1, TimeUnit.SECONDS);
      assertTrue(line != null && line.endsWith(", left half-written by an earlier run"), line);
      http.close();
    }
  }

  @Test
  void twoIntakesOfOneJvm_mayShareAFolder() throws Exception {
    try (Intake first = start(IntakeOptions.into(folder))) {
      RawHttp http = halfAnUpload(first.uri());
      start(IntakeOptions.into(folder)).close();
      assertTrue(partHasBytes());
      http.reset();
    }
    assertFalse(partHasBytes());
  }

  @Test
  void aFolderThatCannotBeWritten_isOurFailureNotTheClients() throws Exception {
    Path inner = folder.resolve("gone");
    try (Intake intake = start(IntakeOptions.into(inner))) {
      Files.delete(inner);
      byte[] whole = FormText.usual("4", ARCHIVE);
      try (RawHttp http = new RawHttp(intake.uri())) {
        String answer = http.send(FormText.head(whole.length)).send(whole).answer();
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertFalse(answer.contains(folder.toString()), "paths of the server are not told");
      }
      String told = recorder.failure();
      assertTrue(told.startsWith("could not store an upload: "), told);
    }
  }
}
