package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is what its name says: clients' tests build on it. */
class IntakeFaultTest {
  private static final byte[] BODY = FormText.usual("4", "PK".getBytes(StandardCharsets.US_ASCII));

  @TempDir Path folder;
  private Intake intake;

  @AfterEach
  void close() {
    intake.close();
  }

  private void start(IntakeOptions.Builder options) throws IOException {
    intake = Intake.start(options.build(), IntakeListener.NONE, Log.NONE);
  }

  private String post() throws IOException {
    try (RawHttp http = new RawHttp(intake.uri())) {
      return http.send(FormText.head(BODY.length)).send(BODY).answer();
    }
  }

  private String head(String path) throws IOException {
    try (RawHttp http = new RawHttp(intake.uri())) {
      String head = "HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      return http.send(head).answerHead();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "FORBIDDEN_403        | 403 | application/json | {\"error\":\"forbidden\"}",
        "NOT_FOUND_404        | 404 | application/json | {\"error\":\"not found\"}",
        "TOO_LARGE_413        | 413 | application/json | {\"error\":\"too large\"}",
        "ERROR_500            | 500 | application/json | {\"error\":\"internal error\"}",
        "NOT_JSON             | 200 | text/html        | <html><body>Welcome to the WLAN</body></html>",
        "CASE_ID_AS_TEXT      | 200 | application/json | {\"case_id\":\"1000\"}",
        "JSON_ERROR_WITH_UUID | 200 | application/json | {\"error\":\"the case is closed\",\"request_uuid\":\"5f2b7a4e-0c1d-4e8f-9a6b-3d2c1b0a9f8e\"}",
      })
  void answers(IntakeFault fault, int status, String type, String body) throws IOException {
    start(IntakeOptions.into(folder).fault(fault));
    String answer = post();
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertTrue(answer.contains("content-type: " + type + "\r\n"), answer);
    assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
  }

  @Test
  void errorOnce_isOver() throws IOException {
    start(IntakeOptions.into(folder).fault(IntakeFault.ERROR_500_ONCE));
    assertTrue(post().startsWith("HTTP/1.1 500 "));
    assertTrue(post().startsWith("HTTP/1.1 200 "));
  }

  @Test
  void noContentType_hasNone() throws IOException {
    start(IntakeOptions.into(folder).fault(IntakeFault.NO_CONTENT_TYPE));
    String answer = post();
    assertTrue(answer.startsWith("HTTP/1.1 200 ") && !answer.contains("content-type"), answer);
  }

  @Test
  void heads_goWrongOnTheirOwn() throws IOException {
    start(IntakeOptions.into(folder).fault(IntakeFault.HEAD_NOT_FOUND_404));
    assertTrue(head("/support/flare").startsWith("HTTP/1.1 404 "));
    assertTrue(post().startsWith("HTTP/1.1 200 "));
    intake.close();
    start(IntakeOptions.into(folder).fault(IntakeFault.HEAD_ERROR_500));
    assertTrue(head("/support/flare").startsWith("HTTP/1.1 500 "));
  }

  @Test
  void cutMidBody_endsTheConnectionWithoutAnAnswer() throws IOException {
    start(IntakeOptions.into(folder).fault(IntakeFault.CUT_MID_BODY));
    assertThrows(IOException.class, this::post);
  }

  @Test
  void cutMidAnswer_hasLessBodyThanItSays() throws IOException {
    start(IntakeOptions.into(folder).fault(IntakeFault.CUT_MID_ANSWER));
    String answer = post();
    assertTrue(answer.contains("content-length: 1048576\r\n"), answer);
    assertTrue(answer.endsWith("{\"case_id\":4}"), answer);
  }

  @ParameterizedTest
  @CsvSource({"STALL", "NO_ANSWER"})
  void silence_staysSilent(IntakeFault fault) throws IOException {
    start(IntakeOptions.into(folder).fault(fault).idleLimit(Duration.ofMillis(50)));
    try (RawHttp http = new RawHttp(intake.uri()).patience(400)) {
      http.send(FormText.head(BODY.length)).send(BODY);
      assertThrows(SocketTimeoutException.class, http::answer);
    }
  }

  @Test
  void redirects_areAsManyAsAskedFor_thenElsewhere() throws IOException {
    start(IntakeOptions.into(folder).redirects(2).redirectTo(URI.create("http://other.test/x")));
    assertEquals("/support/flare/7?hop=1", location(head("/support/flare/7")));
    assertEquals("/support/flare/7?hop=2", location(head("/support/flare/7?hop=1")));
    assertEquals("http://other.test/x", location(head("/support/flare/7?hop=2")));
    intake.close();
    start(IntakeOptions.into(folder).redirects(1));
    assertTrue(head("/support/flare/7?hop=1").startsWith("HTTP/1.1 200 "));
    intake.close();
    start(IntakeOptions.into(folder).fault(IntakeFault.REDIRECT_POST_307));
    assertEquals("/support/flare/elsewhere", location(post()));
  }

  private static String location(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 307 "), answer);
    int at = answer.indexOf("location: ") + "location: ".length();
    return answer.substring(at, answer.indexOf('\r', at));
  }
}
