package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM with 64 MiB of heap, and as much of direct memory: what would not fit shows. */
class IntakeMemoryTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void twoHundredMebibytes_passThroughSixtyFour() throws Exception {
    try (IntakeChild child = IntakeChild.start(folder, "-Xmx64m");
        RawHttp http = new RawHttp(child.uri())) {
      byte[] start = new FormText().field("case_id", "8").fileHead("big.zip").bytes();
      byte[] end = new FormText().add("\r\n").field("hostname", "h").end();
      byte[] block = new byte[MIB];
      new Random(3).nextBytes(block);
      http.send(FormText.chunkedHead());
      chunk(http, start);
      for (int i = 0; i < 200; i++) {
        chunk(http, block);
      }
      chunk(http, end);
      String answer = http.send("0\r\n\r\n").answer();
      assertTrue(answer.endsWith("{\"case_id\":8}"), answer);
      assertEquals(200L * MIB, Files.size(folder.resolve("8/big.zip")));
    }
  }

  @Test
  void hostileClients_doNotFillIt() throws Exception {
    List<RawHttp> hostile = new ArrayList<>();
    try (IntakeChild child = IntakeChild.start(folder, "-Xmx64m")) {
      byte[] endlessHeader = "x".repeat(15_000).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 230; i++) {
        RawHttp http = new RawHttp(child.uri());
        hostile.add(http);
        http.send("POST /support/flare HTTP/1.1\r\nX: ").send(endlessHeader);
      }
      for (int i = 0; i < 10; i++) {
        RawHttp http = new RawHttp(child.uri());
        hostile.add(http);
        http.send(FormText.chunkedHead());
        chunk(http, new FormText().field("a", "x".repeat(60_000)).bytes());
        chunk(http, ("--" + FormText.BOUNDARY + "\r\nX: " + "x".repeat(8_000)).getBytes());
        http.send("7fffffff\r\n"); // a chunk of 2 GiB, never sent
      }
      byte[] whole = FormText.usual("4", endlessHeader);
      try (RawHttp honest = new RawHttp(child.uri())) {
        String answer = honest.send(FormText.head(whole.length)).send(whole).answer();
        assertTrue(answer.endsWith("{\"case_id\":4}"), answer);
      }
    } finally {
      for (RawHttp http : hostile) {
        http.close();
      }
    }
  }

  private static void chunk(RawHttp http, byte[] content) throws IOException {
    OutputStream out = http.out();
    out.write((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(content);
    out.write('\r');
    out.write('\n');
    out.flush();
  }
}
