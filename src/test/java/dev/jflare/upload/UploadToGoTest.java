package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.Sha256;
import dev.jflare.testing.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The form as a real multipart reader sees it: Go's, which the backend's agents are tested with.
 */
class UploadToGoTest {
  @TempDir static Path folder;

  private static Path intake;

  @BeforeAll
  static void build() throws Exception {
    intake = GoProgram.build("intake", folder);
  }

  @Test
  void allPartsArriveInTheAgentsOrder() throws Exception {
    byte[] content = new byte[1_000_003];
    new Random(7).nextBytes(content);
    Path archive = Files.write(folder.resolve("jflare \"x\\y\".zip"), content);
    UploadForm form =
        UploadForm.newBuilder()
            .caseId("12345")
            .email("mé@example.com")
            .source("remote-config")
            .taskId("task-1")
            .hostname("box")
            .build();
    try (GoProgram server = GoProgram.start(intake)) {
      UploadResult result = upload("http://" + server.address(), archive, form, TlsSettings.SYSTEM);
      JsonNode last = last(server);

      assertEquals(4711, result.caseId(), result.error());
      assertEquals("/support/flare/12345", last.get("Path").asText());
      assertEquals("[\"chunked\"]", last.get("TransferEncoding").toString());
      assertEquals(-1, last.get("ContentLength").asLong());
      assertEquals("[\"thekey\"]", last.get("Header").get("Dd-Api-Key").toString());
      assertEquals(
          List.of(
              "case_id=12345",
              "email=mé@example.com",
              "source=remote-config",
              "rc_task_uuid=task-1",
              "flare_file=",
              "agent_version=" + Version.current(),
              "hostname=box"),
          parts(last));
      JsonNode file = last.get("Parts").get(4);
      assertEquals("jflare \"x\\y\".zip", file.get("FileName").asText());
      assertEquals(
          "[\"application/octet-stream\"]", file.get("Header").get("Content-Type").toString());
      assertEquals(1, last.get("Parts").get(0).get("Header").size());
      assertEquals(Sha256.of(content), file.get("Sha256").asText());
      assertEquals(content.length, file.get("Bytes").asLong());
    }
  }

  @Test
  void emptyFieldsAreLeftOutAndAnUnknownHostIsCalledSo() throws Exception {
    Path archive = Files.write(folder.resolve("empty.zip"), new byte[0]);
    UploadForm form = UploadForm.newBuilder().hostname("").build();
    try (GoProgram server = GoProgram.start(intake)) {
      UploadResult result = upload("http://" + server.address(), archive, form, TlsSettings.SYSTEM);
      JsonNode last = last(server);

      assertTrue(result.accepted(), result.error());
      assertEquals("/support/flare", last.get("Path").asText());
      assertEquals(
          List.of(
              "source=local",
              "flare_file=",
              "agent_version=" + Version.current(),
              "hostname=unknown"),
          parts(last));
    }
  }

  @Test
  void aLargeArchiveGoesOverTlsInLittleMemory() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1");
    Path archive = folder.resolve("large.zip");
    try (RandomAccessFile large = new RandomAccessFile(archive.toFile(), "rw")) {
      large.setLength(64 << 20);
    }
    String[] tls = {"-cert", certificate.pem().toString(), "-key", certificate.keyPem().toString()};
    try (GoProgram server = GoProgram.start(intake, tls)) {
      String url = "https://" + server.address();
      Process upload =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx24m",
                  "-XX:MaxDirectMemorySize=24m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  UploadMeasure.class.getName(),
                  url,
                  archive.toString(),
                  certificate.pem().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertEquals(0, upload.waitFor(), said);
      assertTrue(said.contains("internal case id is 4711"), said);
    }
  }

  private static UploadResult upload(String url, Path archive, UploadForm form, TlsSettings tls)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.open(ProxySettings.NONE, tls, Timeouts.DEFAULT, Log.NONE)) {
      return new Uploader(
              client, Endpoint.at(url), Secret.of("thekey"), RetryPolicy.DEFAULT, Log.NONE)
          .upload(archive, form, UploadListener.NONE);
    }
  }

  private static JsonNode last(GoProgram server) throws IOException {
    URI url = URI.create("http://" + server.address() + "/last");
    try (InputStream in = url.toURL().openStream()) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static List<String> parts(JsonNode last) {
    List<String> parts = new ArrayList<>();
    last.get("Parts")
        .forEach(part -> parts.add(part.get("Name").asText() + "=" + part.get("Value").asText()));
    return parts;
  }
}
