package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.testing.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The intake as a tus server, request by request, as the protocol's sections have it. */
class TusIntakeTest extends IntakeOverHttp {
  private static final String PATH = "/support/flare";

  @Test
  void options_saysWhatItCan() throws Exception {
    start(options().maxBytes(1 << 20));
    for (String path : List.of(PATH, PATH + "/7")) {
      HttpResponse<String> answer = send("OPTIONS", path, BodyPublishers.noBody());
      assertEquals(204, answer.statusCode());
      assertEquals("1.0.0", header(answer, "Tus-Version"));
      assertEquals("1.0.0", header(answer, "Tus-Resumable"));
      assertEquals("sha256", header(answer, "Tus-Checksum-Algorithm"));
      assertEquals("1048576", header(answer, "Tus-Max-Size"));
      assertTrue(header(answer, "Tus-Extension").contains("creation"));
    }
  }

  @Test
  void pieceByPiece_becomesAFlareWithTheLastByte() throws Exception {
    start(options());
    URI upload = create(ARCHIVE.length, "filename YS56aXA=,email amFuZUBleGFtcGxlLmNvbQ==");
    assertEquals(List.of(), shown());
    HttpResponse<String> half = patch(upload, 0, slice(0, 5));
    assertEquals(204, half.statusCode());
    assertEquals("5", header(half, "Upload-Offset"));
    HttpResponse<String> where = headOf(upload);
    assertEquals("5", header(where, "Upload-Offset"));
    assertEquals("" + ARCHIVE.length, header(where, "Upload-Length"));
    assertEquals("no-store", header(where, "Cache-Control"));
    assertEquals(List.of(), shown(), "nothing half-written is shown");

    HttpResponse<String> rest = patch(upload, 5, slice(5, ARCHIVE.length));

    assertEquals(204, rest.statusCode());
    assertEquals("1000", header(rest, "Jflare-Case-Id"));
    IntakeFlare flare = recorder.flares.get(0);
    assertEquals(folder.resolve("1000/a.zip"), flare.archive());
    assertEquals(Sha256.of(ARCHIVE), flare.sha256());
    assertEquals("{email=jane@example.com}", flare.fields().toString());
    assertEquals(List.of("1000/a.zip", "1000/form.json"), shown());
    HttpResponse<String> after = headOf(upload);
    assertEquals("" + ARCHIVE.length, header(after, "Upload-Offset"));
    assertEquals("1000", header(after, "Jflare-Case-Id"), "for who missed the answer");
  }

  @Test
  void theCaseOfTheAddressCounts_andItsUploadsAreBesideIt() throws Exception {
    start(options());
    HttpResponse<String> made =
        send("POST", PATH + "/4711", BodyPublishers.noBody(), "Upload-Length", "3");
    URI upload = made.uri().resolve(header(made, "Location"));
    assertTrue(upload.getPath().startsWith(PATH + "/uploads/"), upload.toString());
    assertEquals("4711", header(patch(upload, 0, slice(0, 3)), "Jflare-Case-Id"));
  }

  @Test
  void aBodyThatComesWithTheCreationCounts() throws Exception {
    start(options());
    HttpResponse<String> made =
        send(
            "POST",
            PATH,
            BodyPublishers.ofByteArray(slice(0, 4)),
            "Upload-Length",
            "" + ARCHIVE.length,
            "Content-Type",
            "application/offset+octet-stream");
    assertEquals(201, made.statusCode());
    assertEquals("4", header(made, "Upload-Offset"));
    URI upload = made.uri().resolve(header(made, "Location"));
    patch(upload, 4, slice(4, ARCHIVE.length));
    assertEquals(Sha256.of(ARCHIVE), recorder.flares.get(0).sha256());
  }

  @Test
  void whatHadArrivedWhenTheClientDiedIsThere_atOnce() throws Exception {
    start(options());
    URI upload = create(1_000_000, "");
    try (RawHttp http = new RawHttp(intake.uri())) {
      http.send(patchHead(upload, 0, 1_000_000)).send(new byte[123_456]);
      awaitOffset(upload, 1);
      http.reset();
    }
    awaitOffset(upload, 123_456);
    assertTrue(
        recorder.failure().contains("of 1000000 of an upload that can be resumed"),
        "told, or taken over by the question for the offset");
  }

  @Test
  void whoHangsLosesTheUploadToWhoComesNext() throws Exception {
    start(options());
    URI upload = create(ARCHIVE.length, "");
    try (RawHttp hanging = new RawHttp(intake.uri())) {
      hanging.send(patchHead(upload, 0, ARCHIVE.length)).send(slice(0, 5));
      awaitOffset(upload, 5);
      assertEquals(204, patch(upload, 5, slice(5, ARCHIVE.length)).statusCode());
      hanging.send(slice(5, 6));
      assertTrue(hanging.answer().startsWith("HTTP/1.1 423 "));
    }
    assertEquals(Sha256.of(ARCHIVE), recorder.flares.get(0).sha256());
  }

  @Test
  void unfinishedUploadsSurviveARestart_andAKill() throws Exception {
    URI upload;
    try (IntakeChild child = IntakeChild.start(folder)) {
      upload = createAt(child.uri(), ARCHIVE.length);
      patch(upload, 0, slice(0, 5));
      child.kill();
    }
    start(options());
    URI there = intake.uri().resolve(upload.getPath());
    assertEquals("5", header(headOf(there), "Upload-Offset"));
    patch(there, 5, slice(5, ARCHIVE.length));
    assertEquals(Sha256.of(ARCHIVE), recorder.flares.get(0).sha256());
  }

  @Test
  void expired_isGone() throws Exception {
    start(options().keepUnfinished(Duration.ofMillis(20)));
    URI upload = create(100, "");
    Thread.sleep(40);
    assertEquals(410, headOf(upload).statusCode());
    assertEquals(404, headOf(upload).statusCode());
    create(100, "");
    Thread.sleep(40);
    intake.close();
    start(options().keepUnfinished(Duration.ofMillis(20)));
    headOf(
        intake
            .uri()
            .resolve(
                upload
                    .getPath())); // by now the first look for the expired is over: one thread does
    // both
    assertEquals(List.of(), files());
  }

  @Test
  void checksum_holdsOrTheBytesAreTakenBack() throws Exception {
    start(options());
    URI upload = create(ARCHIVE.length, "");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(slice(0, 5));
    String right = "sha256 " + Base64.getEncoder().encodeToString(digest);

    assertEquals(460, patch(upload, 0, slice(1, 6), "Upload-Checksum", right).statusCode());
    assertEquals("0", header(headOf(upload), "Upload-Offset"));
    assertEquals(204, patch(upload, 0, slice(0, 5), "Upload-Checksum", right).statusCode());
    assertEquals(400, patch(upload, 5, slice(5, 6), "Upload-Checksum", "md5 AAAA").statusCode());
    patch(upload, 5, slice(5, ARCHIVE.length));
    assertEquals(Sha256.of(ARCHIVE), recorder.flares.get(0).sha256());
  }

  @Test
  void anotherSha256ThanAnnounced_isExplainedAndNotKept() throws Exception {
    start(options());
    String other = "0".repeat(64);
    URI upload = create(ARCHIVE.length, "sha256 " + base64(other));
    HttpResponse<String> answer = patch(upload, 0, ARCHIVE);
    assertEquals(460, answer.statusCode());
    assertTrue(answer.body().contains(Sha256.of(ARCHIVE)), answer.body());
    assertTrue(answer.body().contains(other + " was announced"), answer.body());
    assertEquals(404, headOf(upload).statusCode());
    assertEquals(List.of(), files());

    HttpResponse<String> form =
        post(
            PATH, BodyPublishers.ofByteArray(FormText.usual("7", ARCHIVE)), "Jflare-Sha256", other);
    assertEquals(460, form.statusCode());
    assertTrue(form.body().contains(other + " was announced"), form.body());
    assertEquals(List.of(), files());
    String right = Sha256.of(ARCHIVE);
    assertEquals(
        200,
        post(PATH, BodyPublishers.ofByteArray(FormText.usual("7", ARCHIVE)), "Jflare-Sha256", right)
            .statusCode());
  }

  @Test
  void delete_forgets() throws Exception {
    start(options());
    URI upload = create(100, "");
    assertEquals(204, request("DELETE", upload, BodyPublishers.noBody()).statusCode());
    assertEquals(404, headOf(upload).statusCode());
    assertEquals(List.of(), files());
  }

  @Test
  void theKeyIsAskedForEverywhere_butInOptions() throws Exception {
    start(options().apiKey(Secret.of("0123")));
    assertEquals(204, send("OPTIONS", PATH, BodyPublishers.noBody()).statusCode());
    assertEquals(
        403, send("POST", PATH, BodyPublishers.noBody(), "Upload-Length", "3").statusCode());
    HttpResponse<String> made =
        send("POST", PATH, BodyPublishers.noBody(), "Upload-Length", "3", "DD-API-KEY", "0123");
    URI upload = made.uri().resolve(header(made, "Location"));
    assertEquals(403, headOf(upload).statusCode());
    assertEquals(403, patch(upload, 0, slice(0, 3)).statusCode());
    assertEquals(403, request("DELETE", upload, BodyPublishers.noBody()).statusCode());
    assertEquals(204, patch(upload, 0, slice(0, 3), "DD-API-KEY", "0123").statusCode());
  }

  @Test
  void whatIsNotTus_isNamed() throws Exception {
    start(options().maxBytes(1_000));
    URI upload = create(ARCHIVE.length, "");
    assertEquals(412, patch(upload, 0, ARCHIVE, "Tus-Resumable", "0.2.2").statusCode());
    assertEquals(415, patch(upload, 0, ARCHIVE, "Content-Type", "text/plain").statusCode());
    HttpResponse<String> ahead = patch(upload, 3, slice(3, 6));
    assertEquals(409, ahead.statusCode());
    assertTrue(ahead.body().contains("expected 0, got \\\"3\\\""), ahead.body());
    assertEquals(400, patch(upload, 0, new byte[ARCHIVE.length + 1]).statusCode());
    assertEquals(405, request("GET", upload, BodyPublishers.noBody()).statusCode());
    assertEquals("0", header(headOf(upload), "Upload-Offset"));
    assertEquals(404, headOf(upload.resolve("00000000000000000000000000000000")).statusCode());
    assertEquals(404, headOf(intake.uri().resolve(PATH + "/uploads/..%2f..%2fform")).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"1001, 413", "-1, 400", "x, 400", "99999999999999999999, 400"})
  void lengthsThatCannotBe(String length, int status) throws Exception {
    start(options().maxBytes(1_000));
    assertEquals(
        status, send("POST", PATH, BodyPublishers.noBody(), "Upload-Length", length).statusCode());
    assertEquals(List.of(), files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"filename ???", "a AA==,,b AA==", " ,"})
  void metadataThatCannotBeRead(String metadata) throws Exception {
    start(options());
    HttpResponse<String> answer =
        send(
            "POST",
            PATH,
            BodyPublishers.noBody(),
            "Upload-Length",
            "3",
            "Upload-Metadata",
            metadata);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(List.of(), files());
  }

  @Test
  void whereNoPatchGetsThrough_aPostDoes() throws Exception {
    start(options());
    URI upload = create(ARCHIVE.length, "");
    HttpResponse<String> answer =
        request(
            "POST",
            upload,
            BodyPublishers.ofByteArray(ARCHIVE),
            "X-HTTP-Method-Override",
            "PATCH",
            "Upload-Offset",
            "0",
            "Content-Type",
            "application/offset+octet-stream");
    assertEquals(204, answer.statusCode());
    assertEquals(1, recorder.flares.size());
  }

  @Test
  void whatCouldNotBeStoredAtFirst_isAFlareWhenItIsAskedFor() throws Exception {
    start(options().fault(IntakeFault.ERROR_500_ONCE));
    URI upload = create(ARCHIVE.length, "");
    assertEquals(500, patch(upload, 0, ARCHIVE).statusCode());
    assertEquals(List.of(), shown());
    HttpResponse<String> where = headOf(upload);
    assertEquals("" + ARCHIVE.length, header(where, "Upload-Offset"));
    assertEquals("1000", header(where, "Jflare-Case-Id"));
    assertEquals(List.of("1000/flare.zip", "1000/form.json"), shown());
  }

  private URI create(long length, String metadata) throws Exception {
    HttpResponse<String> answer =
        send(
            "POST",
            PATH,
            BodyPublishers.noBody(),
            "Upload-Length",
            "" + length,
            "Upload-Metadata",
            metadata);
    assertEquals(201, answer.statusCode(), answer.body());
    return answer.uri().resolve(header(answer, "Location"));
  }

  private URI createAt(URI server, long length) throws Exception {
    HttpResponse<String> answer =
        request(
            "POST", server.resolve(PATH), BodyPublishers.noBody(), "Upload-Length", "" + length);
    return answer.uri().resolve(header(answer, "Location"));
  }

  private HttpResponse<String> headOf(URI upload) throws Exception {
    return request("HEAD", upload, BodyPublishers.noBody());
  }

  private HttpResponse<String> patch(URI upload, long offset, byte[] body, String... headers)
      throws Exception {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("Upload-Offset", "" + offset));
    all.addAll(List.of("Content-Type", "application/offset+octet-stream"));
    all.addAll(Arrays.asList(headers));
    return request("PATCH", upload, BodyPublishers.ofByteArray(body), all.toArray(String[]::new));
  }

  private HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) throws Exception {
    return request(method, URI.create(intake.uri() + path), body, headers);
  }

  private HttpResponse<String> request(
      String method, URI url, BodyPublisher body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(20)).method(method, body);
    if (!method.equals("OPTIONS")) {
      request.setHeader("Tus-Resumable", "1.0.0");
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String patchHead(URI upload, long offset, long length) {
    return "PATCH "
        + upload.getPath()
        + " HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: "
        + offset
        + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /** On disk and not by asking, because who asks takes the upload over. */
  private void awaitOffset(URI upload, long least) throws Exception {
    String id = upload.getPath().replaceAll(".*/", "");
    Path data = folder.resolve(".uploads").resolve(id + ".part");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Files.size(data) < least) {
      assertTrue(System.nanoTime() < end, () -> "still less than " + least + " bytes");
      Thread.sleep(5);
    }
  }

  private List<String> shown() throws IOException {
    return files().stream().filter(file -> !file.startsWith(".uploads")).toList();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("no " + name + ", " + answer.statusCode());
  }

  private static byte[] slice(int from, int to) {
    return Arrays.copyOfRange(ARCHIVE, from, to);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
