package dev.jflare.net;

import dev.jflare.log.Log;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An intake in a temporary folder and a client for it: what the tests of an intake start from. */
abstract class IntakeOverHttp {
  static final byte[] ARCHIVE = "PK-not-really".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;
  final IntakeRecorder recorder = new IntakeRecorder();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  Intake intake;

  @AfterEach
  final void close() {
    if (intake != null) {
      intake.close();
    }
  }

  final IntakeOptions.Builder options() {
    return IntakeOptions.into(folder);
  }

  final void start(IntakeOptions.Builder options) throws IOException {
    intake = Intake.start(options.build(), recorder, Log.NONE);
  }

  final HttpResponse<String> head(String path) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(intake.uri() + path));
    return client.send(
        request.method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  final HttpResponse<String> post(String path, BodyPublisher body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(intake.uri() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", FormText.CONTENT_TYPE)
            .POST(body);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static BodyPublisher chunked(byte[] body) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
  }

  final List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
