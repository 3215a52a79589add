package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an intake refuses, and what it says. */
class IntakeRefusalTest extends IntakeOverHttp {
  @Test
  void aWrongKey_isRefused_andTheRightOneIsNot() throws Exception {
    start(options().apiKey(Secret.of("right")));
    byte[] body = FormText.usual("1", ARCHIVE);
    assertEquals(403, post("/support/flare", chunked(body)).statusCode());
    assertEquals(403, post("/support/flare", chunked(body), "DD-API-KEY", "wrong").statusCode());
    assertEquals(List.of(), files());
    assertEquals(200, post("/support/flare", chunked(body), "Dd-Api-Key", "right").statusCode());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /support/flare   | 405",
        "PUT    | /support/flare/1 | 405",
        "DELETE | /support/flare   | 405",
        "POST   | /                | 404",
        "POST   | /support/flares  | 404",
        "GET    | /support/flare/1/2 | 404",
      })
  void otherMethodsAndPaths_areRefused(String method, String path, int status) throws Exception {
    start(options());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(intake.uri() + path))
            .method(method, BodyPublishers.ofString("x"))
            .build();
    assertEquals(status, client.send(request, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void brokenForms_areRefused_andNothingOfThemIsKept() throws Exception {
    start(options());
    String twoFiles = "the form has more than one flare_file";
    refused("the form has no flare_file", new FormText().field("email", "x").end());
    refused(twoFiles, new FormText().file("a", ARCHIVE).file("b", ARCHIVE).end());
    refused(
        "a field of the form is longer than 65536 bytes",
        new FormText().file("a", ARCHIVE).field("email", "x".repeat(65_537)).end());
    FormText longFields = new FormText().file("a", ARCHIVE);
    for (int i = 0; i < 5; i++) {
      longFields.field("field" + i, "x".repeat(60_000));
    }
    refused("the fields of the form are longer than 262144 bytes together", longFields.end());
    refused(
        "the form ends before its final boundary",
        new FormText().file("a", ARCHIVE).field("email", "x").bytes());
    refused("the form ends before its final boundary", new byte[] {'x'});
    HttpResponse<String> json =
        post("/support/flare", chunked(ARCHIVE), "Content-Type", "application/json");
    assertEquals(400, json.statusCode());
    HttpResponse<String> gzip =
        post("/support/flare", chunked(ARCHIVE), "Content-Encoding", "gzip");
    assertEquals(415, gzip.statusCode());
  }

  private void refused(String why, byte[] body) throws Exception {
    HttpResponse<String> answer = post("/support/flare", chunked(body));
    assertEquals("{\"error\":\"" + why + "\"}", answer.body());
    assertEquals(400, answer.statusCode());
    assertEquals("upload refused with 400: " + why, recorder.failure());
    assertEquals(List.of(), files());
  }

  @Test
  void tooLarge_isToldBeforeTheBodyIsSent() throws Exception {
    start(options().maxBytes(10_000));
    try (RawHttp http = new RawHttp(intake.uri())) {
      String answer = http.send(FormText.head(10_001)).answer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.contains("connection: close"), answer);
    }
    try (RawHttp http = new RawHttp(intake.uri())) {
      http.send(FormText.chunkedHead());
      byte[] start = new FormText().fileHead("a.zip").add("x".repeat(10_000)).bytes();
      String answer = http.send(Integer.toHexString(start.length) + "\r\n").send(start).answer();
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
    }
    assertEquals(List.of(), files());
  }

  @Test
  void aClientThatSendsOnBlindly_stillReadsTheRefusal() throws Exception {
    start(options().maxBytes(10_000));
    try (RawHttp http = new RawHttp(intake.uri())) {
      http.send(FormText.head(8 << 20));
      for (int i = 0; i < 7; i++) {
        http.send(new byte[1 << 20]);
      }
      assertTrue(http.answer().startsWith("HTTP/1.1 413 "));
    }
  }

  @Test
  void whatIsNoHttp_isRefused() throws Exception {
    start(options());
    try (RawHttp http = new RawHttp(intake.uri())) {
      assertTrue(http.send("GET nonsense\r\n\r\n").answer().startsWith("HTTP/1.1 400 "));
    }
    try (RawHttp http = new RawHttp(intake.uri())) {
      String header = "POST /support/flare HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n\r\n";
      assertTrue(http.send(header).answer().startsWith("HTTP/1.1 431 "));
    }
    try (RawHttp http = new RawHttp(intake.uri())) {
      String line = "POST /support/flare/" + "1".repeat(9_000) + " HTTP/1.1\r\n\r\n";
      assertTrue(http.send(line).answer().startsWith("HTTP/1.1 414 "));
    }
  }

  @Test
  void moreUploadsThanAllowed_areToldToComeBack() throws Exception {
    start(options().maxUploads(1));
    byte[] body = FormText.usual("3", ARCHIVE);
    try (RawHttp slow = new RawHttp(intake.uri())) {
      slow.send(FormText.head(body.length).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
      slow.answer();
      HttpResponse<String> second = post("/support/flare", BodyPublishers.ofByteArray(body));
      assertEquals(503, second.statusCode());
      assertEquals("1", second.headers().firstValue("Retry-After").orElse(""));
      assertTrue(slow.send(body).answer().startsWith("HTTP/1.1 200 "));
    }
    assertEquals(200, post("/support/flare", BodyPublishers.ofByteArray(body)).statusCode());
  }

  @Test
  void anAddressThatIsTaken_isNamedWithTheNextStep() throws Exception {
    start(options());
    String listen = "127.0.0.1:" + intake.port();
    IOException e =
        assertThrows(
            IOException.class,
            () -> Intake.start(options().listen(listen).build(), recorder, Log.NONE));
    assertTrue(e.getMessage().startsWith("cannot listen on " + listen + ": "), e.getMessage());
    assertTrue(e.getMessage().contains("choose another address"), e.getMessage());
    IOException unknown =
        assertThrows(
            IOException.class,
            () -> Intake.start(options().listen("no-such.invalid:0").build(), recorder, Log.NONE));
    assertTrue(unknown.getMessage().contains("no such host"), unknown.getMessage());
  }

  @Test
  void aFolderThatIsNone_isNamedWithTheNextStep() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    IOException e =
        assertThrows(
            IOException.class,
            () -> Intake.start(IntakeOptions.into(file).build(), recorder, Log.NONE));
    assertTrue(e.getMessage().startsWith("cannot keep flares in " + file), e.getMessage());
    assertTrue(e.getMessage().endsWith("; choose another folder"), e.getMessage());
  }
}
