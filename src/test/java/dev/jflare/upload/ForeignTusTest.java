package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.CuttingRelay;
import io.tus.java.client.TusClient;
import io.tus.java.client.TusURLMemoryStore;
import io.tus.java.client.TusUploader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import me.desair.tus.server.TusFileUploadService;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both our sides against tus that others have written. */
class ForeignTusTest {
  private static final int SIZE = 10 << 20;

  /** Kept, or its level would be forgotten with it. */
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  @TempDir Path folder;
  private Path archive;
  private byte[] content;

  @BeforeEach
  void anArchive() throws IOException {
    TOMCAT.setLevel(Level.OFF);
    content = new byte[SIZE];
    new Random(5).nextBytes(content);
    archive = Files.write(folder.resolve("jflare.zip"), content);
  }

  @Test
  void theProjectsJavaClient_resumesAtOurIntake() throws Exception {
    List<IntakeFlare> flares = new CopyOnWriteArrayList<>();
    IntakeOptions options =
        IntakeOptions.into(folder.resolve("in")).apiKey(Secret.of("0123")).build();
    try (Intake intake = Intake.start(options, flares::add, Log.NONE);
        CuttingRelay relay = CuttingRelay.start(intake.uri())) {
      TusClient client = new TusClient();
      client.setHeaders(Map.of("DD-API-KEY", "0123"));
      client.setUploadCreationURL(URI.create(relay.url() + "/support/flare").toURL());
      client.enableResuming(new TusURLMemoryStore());
      TusUploader first = client.createUpload(theirs());
      first.setChunkSize(64 << 10);
      for (int i = 0; i < 40; i++) {
        first.uploadChunk();
      }
      first.finish();

      TusUploader second = client.resumeUpload(theirs());
      assertEquals(40 * (64 << 10), second.getOffset());
      while (second.uploadChunk() > -1) {
        // until the end of the file
      }
      second.finish();

      assertEquals(31, flares.get(0).caseId());
      assertEquals(-1, Files.mismatch(archive, flares.get(0).archive()));
    }
  }

  @Test
  void weResumeAtAServerOfOthers_withItsChecksums() throws Exception {
    TusFileUploadService service =
        new TusFileUploadService()
            .withUploadUri("/files")
            .withStoragePath(folder.resolve("stored").toString());
    Tomcat tomcat = start(service);
    try (CuttingRelay relay =
        CuttingRelay.start(
            URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort()))) {
      relay.cutAfter(Long.MAX_VALUE, 1 << 20); // in the second piece
      UploadResult cut = upload(relay.url() + "/files", Duration.ZERO);
      assertFalse(cut.accepted());
      assertTrue(Files.exists(folder.resolve("jflare.zip.upload")), cut.error());

      UploadResult result = upload(relay.url() + "/files", Duration.ofMinutes(10));

      assertTrue(result.accepted(), result.error());
      assertEquals(UploadMode.TUS, result.mode());
      assertTrue(result.resumedAt() >= TusTransfer.CHECKED_PIECE_BYTES, "" + result.resumedAt());
      String stored = URI.create(result.message().replaceAll(".* ", "")).getPath();
      try (InputStream bytes = service.getUploadedBytes(stored)) {
        assertArrayEquals(content, bytes.readAllBytes());
      }
      assertEquals("jflare.zip", service.getUploadInfo(stored).getFileName());
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }

  private io.tus.java.client.TusUpload theirs() throws IOException {
    io.tus.java.client.TusUpload upload = new io.tus.java.client.TusUpload(archive.toFile());
    upload.setMetadata(Map.of("filename", "a.zip", "case_id", "31"));
    return upload;
  }

  private Tomcat start(TusFileUploadService service) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createDirectory(folder.resolve("tomcat")).toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "tus", new TusServlet(service));
    context.addServletMappingDecoded("/files/*", "tus");
    tomcat.start();
    return tomcat;
  }

  private UploadResult upload(String url, Duration budget) throws Exception {
    Settings settings =
        Settings.load(
            Map.of("jflare.upload.mode", "tus", "jflare.upload.url", url), Map.of(), null);
    RetryPolicy retries = new RetryPolicy(budget, () -> 0, any -> {}, () -> 0.5);
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
      return new Uploader(
              client, Destination.of(settings), Secret.of("0123456789"), retries, Log.NONE)
          .upload(archive, UploadForm.newBuilder().build(), UploadListener.NONE);
    }
  }

  private static final class TusServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient TusFileUploadService service;

    TusServlet(TusFileUploadService service) {
      this.service = service;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        service.process(request, response);
      } catch (IllegalStateException clientIsGone) {
        // it wants to tell the client so, after the end of the connection
      }
    }
  }
}
