package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeFlare;
import dev.jflare.net.IntakeOptions;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.testing.CuttingRelay;
import dev.jflare.testing.Sha256;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumable uploads to our own intake, through a relay that breaks connections. */
class TusUploadTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final int SIZE = 12 << 20;

  @TempDir Path folder;
  private final List<IntakeFlare> flares = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private Intake intake;
  private CuttingRelay relay;
  private Path archive;
  private byte[] content;

  @BeforeEach
  void start() throws IOException {
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    archive = Files.write(folder.resolve("jflare.zip"), content);
    startIntake(Duration.ofHours(1));
    relay = CuttingRelay.start(intake.uri());
  }

  @AfterEach
  void stop() throws IOException {
    relay.close();
    intake.close();
  }

  @Test
  void allOfItArrives_andNothingStaysBesideTheArchive() throws Exception {
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.accepted(), result.error());
    assertEquals(UploadMode.TUS, result.mode());
    assertEquals(77, result.caseId());
    assertEquals(0, result.resumedAt());
    assertEquals(SIZE, result.bytes());
    IntakeFlare flare = flares.get(0);
    assertEquals(folder.resolve("in/77/jflare.zip"), flare.archive());
    assertEquals(-1, Files.mismatch(archive, flare.archive()));
    assertEquals(Sha256.of(content), flare.sha256());
    assertEquals("me@example.com", flare.fields().get("email"));
    assertEquals("local", flare.fields().get("source"));
    assertFalse(flare.fields().containsKey("sha256"), flare.fields()::toString);
    assertFalse(Files.exists(state()));
  }

  @Test
  void cutsAnywhere_costOnlyWhatWasOnItsWay() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 8; i++) {
      relay.cutAfter(5_000 + random.nextInt(2 << 20));
    }

    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.accepted(), () -> "seed " + seed + ": " + result.error());
    assertEquals(0, relay.cutsLeft(), "seed " + seed);
    assertEquals(-1, Files.mismatch(archive, flares.get(0).archive()), "seed " + seed);
    assertTrue(result.attempts() > 3, "more tries than of anything that gets nowhere");
    assertTrue(result.resumedAt() > 0);
    // what was lost at a cut: buffers of sockets and of Netty's decoder
    assertTrue(relay.passed() < SIZE * 3L / 2, "passed " + relay.passed() + ", seed " + seed);
    assertEquals(1, flares.size());
  }

  @Test
  void aLaterRunGoesOn_whereTheFirstHasEnded() throws Exception {
    UploadResult first = cutShort("77");
    assertEquals(UploadMode.TUS, first.mode());
    assertTrue(first.retryable(), first.error());
    String state = Files.readString(state());
    assertFalse(state.contains(KEY), state);
    assertTrue(state.contains(Sha256.of(content)), state);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state())));
    assertEquals(List.of(), flares);

    UploadResult second = upload(UploadMode.AUTO, "");

    assertTrue(second.accepted(), second.error());
    assertEquals(77, second.caseId(), "the case of the first run");
    assertTrue(second.resumedAt() > 4 << 20, second.resumedAt() + " of " + SIZE);
    assertEquals(SIZE - second.resumedAt(), second.bytes());
    assertEquals(-1, Files.mismatch(archive, flares.get(0).archive()));
    assertFalse(Files.exists(state()));
  }

  @Test
  void anIntakeThatWasRestartedKnowsHowFarItWas() throws Exception {
    cutShort("77");
    intake.close();
    startIntake(Duration.ofHours(1));
    relay.to(intake.uri());

    UploadResult second = upload(UploadMode.AUTO, "77");

    assertTrue(second.accepted(), second.error());
    assertTrue(second.resumedAt() > 4 << 20, second.resumedAt() + " of " + SIZE);
    assertEquals(-1, Files.mismatch(archive, flares.get(0).archive()));
    assertEquals(Sha256.of(content), flares.get(0).sha256());
  }

  @Test
  void anArchiveThatHasChangedStartsOver_andThatIsSaid() throws Exception {
    cutShort("77");
    content[0]++;
    Files.write(archive, content);

    UploadResult second = upload(UploadMode.TUS, "77");

    assertTrue(second.accepted(), second.error());
    assertEquals(0, second.resumedAt());
    assertTrue(said("the archive has changed: starting over"), log::toString);
    assertEquals(-1, Files.mismatch(archive, flares.get(0).archive()));
  }

  @Test
  void anotherCaseStartsOver() throws Exception {
    cutShort("77");
    UploadResult second = upload(UploadMode.AUTO, "78");

    assertEquals(78, second.caseId(), second.error());
    assertEquals(0, second.resumedAt());
    assertTrue(said("it went to another destination"), log::toString);
  }

  @Test
  void anUploadThatHasExpiredStartsOver_andThatIsSaid() throws Exception {
    cutShort("77");
    intake.close();
    startIntake(Duration.ofMillis(1));
    relay.to(intake.uri());

    UploadResult second = upload(UploadMode.AUTO, "77");

    assertFalse(second.accepted(), "nothing can be kept for so short a time");
    assertTrue(said("the destination does not have it any more"), log::toString);
    assertEquals(List.of(), flares);
  }

  @Test
  void aStateThatCannotBeReadStartsOver_andThatIsSaid() throws Exception {
    Files.writeString(state(), "{\"format\" : 1, \"uplo");
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.accepted(), result.error());
    assertTrue(said("cannot be read: starting over"), log::toString);
  }

  @Test
  void theSecondOfTwoRunsIsTold() throws Exception {
    try (UploadState taken = UploadState.claim(archive, Log.NONE)) {
      assertFalse(taken.isBegun());
      UploadResult result = upload(UploadMode.TUS, "77");

      assertFalse(result.accepted());
      assertTrue(result.error().contains("another run is uploading " + archive), result.error());
      assertEquals(0, result.attempts());
    }
    assertFalse(Files.exists(state()));
    assertTrue(upload(UploadMode.TUS, "77").accepted());
  }

  @Test
  void whereNothingCanBeKeptBesideTheArchive_itIsUploadedAllTheSame() throws Exception {
    Files.createDirectory(state()); // root may write to folders that forbid it
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.accepted(), result.error());
    assertTrue(Files.isDirectory(state()));
  }

  @Test
  void aSmallArchiveIsAForm_alsoWhereTusIsOffered() throws Exception {
    Files.write(archive, new byte[1_000]);
    UploadResult result = upload(UploadMode.AUTO, "77");

    assertTrue(result.accepted(), result.error());
    assertEquals(UploadMode.FLARE, result.mode());
    assertEquals(Sha256.of(new byte[1_000]), flares.get(0).sha256());
  }

  @Test
  void anEmptyArchiveArrives() throws Exception {
    Files.write(archive, new byte[0]);
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.accepted(), result.error());
    assertEquals(77, result.caseId());
  }

  @Test
  void whatIsLargerThanTheDestinationTakesIsNotSent() throws Exception {
    intake.close();
    intake = Intake.start(options().maxBytes(1 << 20).build(), flares::add, Log.NONE);
    relay.to(intake.uri());
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.error().contains("at most 1048576 (Tus-Max-Size)"), result.error());
    assertFalse(result.retryable());
    assertTrue(relay.passed() < 10_000);
  }

  @Test
  void theWrongKeyIsTheCause_andWhatHasArrivedIsNotForgotten() throws Exception {
    intake.close();
    intake = Intake.start(options().apiKey(Secret.of("other")).build(), flares::add, Log.NONE);
    relay.to(intake.uri());
    UploadResult result = upload(UploadMode.TUS, "77");

    assertTrue(result.error().startsWith("HTTP 403 Forbidden: Make sure your API"), result.error());
    assertFalse(result.retryable());
  }

  /** A run that is cut after half of the archive and does not try again. */
  private UploadResult cutShort(String caseId) throws Exception {
    // the first piece passes whole, the second breaks
    relay.cutAfter(Long.MAX_VALUE, 2 << 20);
    UploadResult result = upload(UploadMode.AUTO, caseId, Duration.ZERO);
    assertFalse(result.accepted());
    return result;
  }

  private UploadResult upload(UploadMode mode, String caseId) throws Exception {
    return upload(mode, caseId, Duration.ofMinutes(10));
  }

  private UploadResult upload(UploadMode mode, String caseId, Duration budget) throws Exception {
    UploadForm form = UploadForm.newBuilder().caseId(caseId).email("me@example.com").build();
    Pause none = length -> nanos.addAndGet(length.toNanos());
    RetryPolicy retries = new RetryPolicy(budget, nanos::get, none, () -> 0.5);
    Log lines = (level, message, cause) -> log.add(message);
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
      Destination destination = Destination.of(mode, Endpoint.at(relay.url()));
      return new Uploader(client, destination, Secret.of(KEY), retries, lines)
          .upload(archive, form, UploadListener.NONE);
    }
  }

  private void startIntake(Duration keep) throws IOException {
    intake = Intake.start(options().keepUnfinished(keep).build(), flares::add, Log.NONE);
  }

  private IntakeOptions.Builder options() {
    return IntakeOptions.into(folder.resolve("in")).apiKey(Secret.of(KEY));
  }

  private Path state() {
    return folder.resolve("jflare.zip.upload");
  }

  private boolean said(String text) {
    return Stream.of(log.toArray(new String[0])).anyMatch(line -> line.contains(text));
  }
}
