package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.testing.Sha256;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an intake takes, and where it puts it. */
class IntakeTest extends IntakeOverHttp {
  @Test
  void aFlare_isStoredWithItsForm() throws Exception {
    start(options());
    byte[] archive = new byte[1 << 20];
    new Random(7).nextBytes(archive);

    HttpResponse<String> answer =
        post("/support/flare", chunked(FormText.usual("123456", archive)));

    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals("{\"case_id\":123456}", answer.body());
    assertEquals(List.of("123456/form.json", "123456/jflare.zip"), files());
    assertArrayEquals(archive, Files.readAllBytes(folder.resolve("123456/jflare.zip")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("123456/jflare.zip"))));

    JsonNode form = new ObjectMapper().readTree(folder.resolve("123456/form.json").toFile());
    assertEquals("jflare.zip", form.path("archive").asText());
    assertEquals(archive.length, form.path("bytes").asLong());
    assertEquals(Sha256.of(archive), form.path("sha256").asText());
    assertEquals("jane@example.com", form.path("fields").path("email").asText());
    assertEquals("shop-1", form.path("fields").path("hostname").asText());

    IntakeFlare flare = recorder.flares.get(0);
    assertEquals(123456, flare.caseId());
    assertEquals(folder.resolve("123456/jflare.zip"), flare.archive());
    assertEquals(Sha256.of(archive), flare.sha256());
    assertEquals(
        List.of("case_id", "email", "source", "agent_version", "hostname"),
        new ArrayList<>(flare.fields().keySet()));
  }

  @Test
  void theFileMayComeFirst_andTheFormMayHaveALength() throws Exception {
    start(options());
    byte[] body = new FormText().file("a.zip", ARCHIVE).field("case_id", "77").end();
    assertEquals(
        "{\"case_id\":77}", post("/support/flare", BodyPublishers.ofByteArray(body)).body());
    assertEquals(List.of("77/a.zip", "77/form.json"), files());
  }

  @Test
  void caseIds_comeFromTheFormThenThePathThenFromUs() throws Exception {
    start(options());
    byte[] named = new FormText().field("case_id", "5").file("a.zip", ARCHIVE).end();
    byte[] unnamed = new FormText().file("a.zip", ARCHIVE).end();
    byte[] text = new FormText().field("case_id", "../x").file("a.zip", ARCHIVE).end();
    assertEquals("{\"case_id\":5}", post("/support/flare/6", chunked(named)).body());
    assertEquals("{\"case_id\":6}", post("/support/flare/6", chunked(unnamed)).body());
    assertEquals("{\"case_id\":1000}", post("/support/flare", chunked(unnamed)).body());
    assertEquals("{\"case_id\":1001}", post("/support/flare/..", chunked(text)).body());
  }

  @Test
  void aNewCase_takesTheNextFreeNumber_alsoAfterARestart() throws Exception {
    byte[] unnamed = new FormText().file("a.zip", ARCHIVE).end();
    Files.createDirectories(folder.resolve("1001"));
    start(options());
    assertEquals("{\"case_id\":1000}", post("/support/flare", chunked(unnamed)).body());
    intake.close();
    start(options());
    assertEquals("{\"case_id\":1002}", post("/support/flare", chunked(unnamed)).body());
  }

  @Test
  void twoFlaresOfACase_areBothKept() throws Exception {
    start(options());
    byte[] body = new FormText().field("case_id", "5").file("a.zip", ARCHIVE).end();
    post("/support/flare", chunked(body));
    post("/support/flare", chunked(body));
    assertEquals(List.of("5/a-2.zip", "5/a.zip", "5/form-2.json", "5/form.json"), files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil.sh", "/etc/passwd", "..\\\\..\\\\evil.sh", "..", ""})
  void noFileName_leavesTheFolder(String name) throws Exception {
    Path inner = folder.resolve("in/ner");
    start(IntakeOptions.into(inner));
    byte[] body = new FormText().field("case_id", "5").file(name, ARCHIVE).end();
    assertEquals(200, post("/support/flare", chunked(body)).statusCode());
    List<String> files = files();
    assertEquals(2, files.size());
    assertTrue(files.stream().allMatch(file -> file.startsWith("in/ner/5/")), files.toString());
  }

  @Test
  void chunkBordersAtEveryByte_changeNothing() throws Exception {
    start(options());
    byte[] archive =
        ("x\r\n--" + FormText.BOUNDARY + "y\r\n--z").getBytes(StandardCharsets.US_ASCII);
    byte[] body = FormText.usual("9", archive);
    for (int size : new int[] {1, 2, 3, 7, 64}) {
      try (RawHttp http = new RawHttp(intake.uri())) {
        http.send(FormText.chunkedHead());
        for (int at = 0; at < body.length; at += size) {
          int length = Math.min(size, body.length - at);
          http.send(Integer.toHexString(length) + "\r\n");
          http.send(Arrays.copyOfRange(body, at, at + length));
          http.send("\r\n");
        }
        assertTrue(http.send("0\r\n\r\n").answer().endsWith("{\"case_id\":9}"));
      }
    }
    assertEquals(5, recorder.flares.size());
    for (IntakeFlare flare : recorder.flares) {
      assertArrayEquals(archive, Files.readAllBytes(flare.archive()));
    }
  }

  @Test
  void head_isAnsweredOnThePathsOfFlares() throws Exception {
    start(options().apiKey(Secret.of("k")));
    assertEquals(200, head("/support/flare").statusCode());
    assertEquals(200, head("/support/flare/12").statusCode());
    assertEquals(404, head("/support/flare/12/x").statusCode());
    assertEquals(404, head("/").statusCode());
  }

  @Test
  void aClientThatAsksFirst_isToldToContinue_orThatItNeedNot() throws Exception {
    start(options().maxBytes(10_000));
    byte[] body = FormText.usual("3", ARCHIVE);
    String asking = "\r\nExpect: 100-continue\r\n\r\n";
    try (RawHttp http = new RawHttp(intake.uri())) {
      String first = http.send(FormText.head(body.length).replace("\r\n\r\n", asking)).answer();
      assertTrue(first.startsWith("HTTP/1.1 100 "), first);
      assertTrue(http.send(body).answer().startsWith("HTTP/1.1 200 "));
    }
    try (RawHttp http = new RawHttp(intake.uri())) {
      String first = http.send(FormText.head(1_000_000).replace("\r\n\r\n", asking)).answer();
      assertTrue(first.startsWith("HTTP/1.1 413 "), first);
    }
  }

  @Test
  void oneConnection_carriesSeveralRequests_alsoUnasked() throws Exception {
    start(options());
    byte[] body = FormText.usual("3", ARCHIVE);
    String head = "HEAD /support/flare HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawHttp http = new RawHttp(intake.uri())) {
      http.send(head + FormText.head(body.length)).send(body).send(head);
      assertTrue(http.answer().startsWith("HTTP/1.1 200 "));
      assertTrue(http.answer().endsWith("{\"case_id\":3}"));
      assertTrue(http.answer().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void uploadsAtTheSameTime_doNotMix() throws Exception {
    start(options());
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    List<byte[]> archives = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] archive = new byte[3 << 20];
      new Random(i).nextBytes(archive);
      archives.add(archive);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(intake.uri() + "/support/flare"))
              .header("Content-Type", FormText.CONTENT_TYPE)
              .POST(chunked(FormText.usual(Integer.toString(i), archive)))
              .build();
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (int i = 0; i < 8; i++) {
      assertEquals("{\"case_id\":" + i + "}", answers.get(i).join().body());
      assertArrayEquals(
          archives.get(i), Files.readAllBytes(folder.resolve(i + "/jflare.zip")), "case " + i);
    }
  }

  @Test
  void anyAddress_isReachedThroughLoopback() throws Exception {
    start(options().listen("0.0.0.0:0"));
    assertEquals("127.0.0.1", intake.uri().getHost());
    assertEquals(200, head("/support/flare").statusCode());
  }

  @Test
  void aListenerThatFails_costsNobodyAFlare() throws Exception {
    intake =
        Intake.start(
            options().build(),
            flare -> {
              throw new IllegalStateException("on purpose");
            },
            Log.NONE);
    assertEquals(200, post("/support/flare", chunked(FormText.usual("3", ARCHIVE))).statusCode());
  }
}
