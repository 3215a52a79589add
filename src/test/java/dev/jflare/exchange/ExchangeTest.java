package dev.jflare.exchange;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.scrub.KnownValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeTest {
  @TempDir Path tmp;
  private int[] owner;

  @BeforeEach
  void whoWeAre() throws IOException {
    owner =
        new int[] {
          (int) Files.getAttribute(tmp, "unix:uid"), (int) Files.getAttribute(tmp, "unix:gid")
        };
  }

  @Test
  void aRequestReachesTheAgent_andNothingIsLeft() throws IOException {
    try (Exchange exchange = create()) {
      exchange.placeAgent(jar("agent"), ".jflare-agent.jar");
      String path =
          exchange.submit(
              ExchangeRequest.empty()
                  .set(ExchangeRequest.WINDOW_MILLIS, 30_000)
                  .set(ExchangeRequest.ONLY, List.of("threads", "with space")));
      AgentExchange agent = AgentExchange.open(Paths.get(path));
      assertEquals(
          Duration.ofSeconds(30),
          agent.request().millis(ExchangeRequest.WINDOW_MILLIS, Duration.ZERO));
      assertEquals(List.of("threads", "with space"), agent.request().names(ExchangeRequest.ONLY));
      assertEquals(List.of(), agent.request().names(ExchangeRequest.SKIP));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(agent.folder())));
    }
    try (Stream<Path> left = Files.list(tmp)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void whatTheAgentLearns_comesSealed() throws IOException {
    try (Exchange exchange = create()) {
      AgentExchange agent = AgentExchange.open(Paths.get(exchange.submit(ExchangeRequest.empty())));
      assertFalse(Files.exists(agent.folder().resolve("pad")), "the pad lies beside what it seals");
      KnownValues inside = new KnownValues();
      inside.learn("Inside-Only-1", "password");
      agent.learnt(inside);
      agent.learnt(inside);
      inside.learn("Inside-Only-2", "token");
      agent.learnt(inside);
      Path sealed = agent.folder().resolve("learnt");
      assertFalse(Files.readString(sealed, ISO_8859_1).contains("Inside"));
      assertFalse(Files.readString(sealed, ISO_8859_1).contains("password"));
      KnownValues outside = new KnownValues();
      exchange.learnt(outside);
      assertEquals(2, outside.since(0).size());
      assertEquals("token", outside.since(1).get(0).kind());
      assertEquals("Inside-Only-2", outside.since(1).get(0).value());

      Files.writeString(sealed, "tampered with", StandardOpenOption.TRUNCATE_EXISTING);
      KnownValues none = new KnownValues();
      exchange.learnt(none);
      assertTrue(none.isEmpty());
    }
  }

  @Test
  void progressComesLineByLine_andOnlyWholeLines() throws IOException {
    try (Exchange exchange = create()) {
      AgentExchange agent = AgentExchange.open(Paths.get(exchange.submit(ExchangeRequest.empty())));
      assertEquals(List.of(), exchange.progress());
      agent.progress(Map.of("event", "started", "id", "fädchen"));
      assertEquals(List.of(Map.of("event", "started", "id", "fädchen")), exchange.progress());
      Path file = agent.folder().resolve("progress");
      Files.writeString(file, "{\"event\":\"half", StandardOpenOption.APPEND);
      assertEquals(List.of(), exchange.progress());
      Files.writeString(file, "\"}\nno json\n{\"event\":\"last\"}\n", StandardOpenOption.APPEND);
      assertEquals(List.of(Map.of("event", "half"), Map.of("event", "last")), exchange.progress());
    }
  }

  @Test
  void theResultIsThereWholeOrNotAtAll() throws IOException {
    try (Exchange exchange = create()) {
      AgentExchange agent = AgentExchange.open(Paths.get(exchange.submit(ExchangeRequest.empty())));
      assertNull(exchange.result());
      agent.result(Map.of("status", "ok"));
      assertEquals(Map.of("status", "ok"), exchange.result());
    }
  }

  @Test
  void aLinkInPlaceOfAFileIsNotFollowed() throws IOException {
    Path secret = Files.writeString(tmp.resolve("secret"), "{\"status\":\"stolen\"}");
    try (Exchange exchange = create()) {
      AgentExchange agent = AgentExchange.open(Paths.get(exchange.submit(ExchangeRequest.empty())));
      Files.createSymbolicLink(agent.folder().resolve("result"), secret);
      Files.createSymbolicLink(agent.folder().resolve("progress"), secret);
      assertNull(exchange.result());
      assertEquals(List.of(), exchange.progress());
    }
    assertTrue(Files.exists(secret), "closing must not follow links either");
    Files.delete(secret);
  }

  @Test
  void cancellingTakesTheRequestBack() throws IOException {
    try (Exchange exchange = create()) {
      Path request = Paths.get(exchange.submit(ExchangeRequest.empty()));
      AgentExchange agent = AgentExchange.open(request);
      assertFalse(agent.cancelled());
      exchange.cancel();
      exchange.cancel();
      assertTrue(agent.cancelled());
      assertThrows(IOException.class, () -> AgentExchange.open(request));
    }
  }

  @Test
  void aRequestOfAnotherFolderIsRefused() throws IOException {
    try (Exchange exchange = create()) {
      Path request = Paths.get(exchange.submit(ExchangeRequest.empty()));
      Path elsewhere = Files.createDirectory(tmp.resolve(".jflare-elsewhere"));
      Files.copy(request, elsewhere.resolve("request"));
      assertThrows(IOException.class, () -> AgentExchange.open(elsewhere.resolve("request")));
      Files.delete(elsewhere.resolve("request"));
      Files.delete(elsewhere);
    }
  }

  @Test
  void anAgentJarThatWasPlantedIsNotUsed() throws IOException {
    Path planted = Files.createSymbolicLink(tmp.resolve("agent.jar"), tmp.resolve("nowhere"));
    try (Exchange exchange = create()) {
      String place = exchange.placeAgent(jar("ours"), "agent.jar");
      assertNotEquals(planted.toString(), place);
      assertEquals("ours", Files.readString(Paths.get(place)));
    }
    assertTrue(Files.isSymbolicLink(planted));
    Files.delete(planted);
  }

  @Test
  void theAgentJarHasTheSamePathEveryTime() throws IOException {
    String first;
    try (Exchange exchange = create()) {
      first = exchange.placeAgent(jar("1"), ".jflare-agent-7.jar");
    }
    try (Exchange exchange = create()) {
      assertEquals(first, exchange.placeAgent(jar("1"), ".jflare-agent-7.jar"));
    }
  }

  /** The lock has to be held by another process: within one, POSIX locks do not show. */
  @Test
  void anAgentNoticesThatTheCommandLineHasDied() throws Exception {
    Path javaHome = Paths.get(System.getProperty("java.home"));
    Process holder =
        new ProcessBuilder(
                javaHome.resolve("bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ExchangeHolder.class.getName(),
                tmp.toString(),
                owner[0] + "",
                owner[1] + "")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String request = holder.inputReader().readLine();
      AgentExchange agent = AgentExchange.open(Paths.get(request));
      assertFalse(agent.abandoned(), "while it lives");
      holder.destroyForcibly();
      assertTrue(holder.waitFor(30, TimeUnit.SECONDS));
      assertTrue(agent.abandoned(), "after kill -9");
      agent.delete();
      assertTrue(agent.released());
    } finally {
      holder.destroyForcibly();
    }
  }

  /** An agent that took it for dead would delete the jar that one that stays needs. */
  @Test
  void aCommandLineThatEndsAsItShouldNeverLooksDead() throws IOException {
    Exchange exchange = create();
    String request = exchange.submit(ExchangeRequest.empty());
    AgentExchange agent = AgentExchange.open(Paths.get(request));
    assertFalse(agent.abandoned());
    Files.delete(Paths.get(request).resolveSibling("alive"));
    assertFalse(agent.abandoned(), "between the file's end and the folder's");
    assertTrue(agent.released());
    exchange.close();
    assertFalse(agent.abandoned());
    agent.clear();
  }

  private Exchange create() throws IOException {
    return Exchange.create(tmp, tmp.toString(), owner);
  }

  private static InputStream jar(String content) {
    return new ByteArrayInputStream(content.getBytes());
  }
}
