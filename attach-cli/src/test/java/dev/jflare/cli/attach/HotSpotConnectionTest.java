package dev.jflare.cli.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.testing.TargetJvm;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs(OS.LINUX)
class HotSpotConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void request_asEachVersionHasIt() {
    assertEquals(
        "1|load|instrument|false|/a.jar=b|",
        shown(HotSpotConnection.request("1", "load", "instrument", "false", "/a.jar=b")));
    assertEquals(
        "1|jcmd|VM.version|||", shown(HotSpotConnection.request("1", "jcmd", "VM.version")));
    assertEquals(
        "2|22|jcmd streaming=0|Ä x|",
        shown(HotSpotConnection.request("2", "jcmd streaming=0", "Ä x")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "loaded, 8           | 0~0                                      |",
        "loaded, 9 and later | 0~return code: 0                         |",
        "threw, 8            | 0~102                                    | AGENT_FAILED",
        "threw, later        | 0~return code: 102                       | AGENT_FAILED",
        "no jar, 8           | 0~100                                    | JAR_UNREADABLE",
        "no jar, later       | 0~return code: 100                       | JAR_UNREADABLE",
        "class path          | 0~return code: 101                       | JAR_UNREADABLE",
        "refused, 11, 17     | -1~Dynamic agent loading is not enabled. | LOADING_REFUSED",
        "refused, 21, 25     | 0~Dynamic agent loading is not enabled.  | LOADING_REFUSED",
        "a small image | 0~java.lang.module.FindException: Module java.instrument not found"
            + " | NO_INSTRUMENT",
        "nothing             | ''                                       | UNKNOWN",
        "a status alone      | 101                                      | UNKNOWN",
        "status 0 alone      | 0                                        | UNKNOWN",
      })
  void answers_areJudgedToTheEnd(String what, String answer, AttachProblem problem)
      throws Exception {
    String said = answer.replace('~', '\n') + "\n";
    if (problem == null) {
      AttachJudge.judgeAnswer(1, said);
    } else {
      AttachException failed =
          assertThrows(AttachException.class, () -> AttachJudge.judgeAnswer(4711, said));
      assertEquals(problem, failed.problem(), failed.getMessage());
      assertTrue(failed.getMessage().contains("4711"), failed.getMessage());
    }
  }

  @Test
  void aListenerThatNeverAnswers_isNotWaitedForLongerThanAllowed() throws Exception {
    Path file = folder.resolve("s");
    try (ServerSocketChannel server = listen(file)) {
      try (AttachSocket socket =
          AttachSocket.connect(file, Deadline.after(Duration.ofMillis(300)))) {
        socket.write(HotSpotConnection.request("1", "jcmd", "VM.version"));
        assertThrows(
            SocketTimeoutException.class, () -> socket.read(new byte[10], 0, 10), "no answer");
      }
      assertTrue(server.isOpen());
    }
  }

  @Test
  void aFullQueue_isWaitedForUpToTheLimit() throws Exception {
    Path file = folder.resolve("s");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try (server) {
      server.bind(UnixDomainSocketAddress.of(file), 1);
      try (SocketChannel one = SocketChannel.open(UnixDomainSocketAddress.of(file));
          SocketChannel two = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
        assertTrue(one.isConnected() && two.isConnected());
        assertThrows(
            SocketTimeoutException.class,
            () -> AttachSocket.connect(file, Deadline.after(Duration.ofMillis(200))).close());
        CompletableFuture<Void> later =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    AttachSocket.connect(file, Deadline.after(LONG)).close();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
        server.accept().close();
        later.get();
      }
    }
  }

  @Test
  void anAnswerInPieces_isReadWhole() throws Exception {
    Path file = folder.resolve("s");
    try (ServerSocketChannel server = listen(file)) {
      CompletableFuture<Void> jvm =
          CompletableFuture.runAsync(
              () -> {
                try (SocketChannel client = server.accept()) {
                  client.write(ByteBuffer.wrap("0\nre".getBytes(StandardCharsets.UTF_8)));
                  Thread.sleep(50);
                  client.write(ByteBuffer.wrap("turn code: 0\n".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (AttachSocket socket = AttachSocket.connect(file, Deadline.after(LONG))) {
        byte[] buffer = new byte[100];
        int length = 0;
        for (int n; (n = socket.read(buffer, length, 100 - length)) > 0; ) {
          length += n;
        }
        assertEquals("0\nreturn code: 0\n", new String(buffer, 0, length, StandardCharsets.UTF_8));
      }
      jvm.get();
    }
  }

  @Test
  void aRealJvm_carriesOutCommands_alsoBehindAStaleSocketAndAPlainFile() throws Exception {
    assumeTrue(Files.isWritable(Path.of("/tmp")), "sockets of JVMs are in /tmp");
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      Path door = Path.of("/tmp/.java_pid" + target.pid());
      ProcessView process = ProcessView.of(target.pid());
      Files.deleteIfExists(door);
      listen(door).close(); // leaves its file, as a JVM does that is killed
      Files.setLastModifiedTime(door, FileTime.fromMillis(1_000_000_000_000L));
      assertTrue(JvmCommands.possible(process));
      JvmCommands commands = JvmCommands.of(process, Log.NONE);
      assertTrue(output(commands, "Thread.print").contains("busy-parked"));
      assertEquals("", target.stdout().replace("ready\n", ""), "no thread dump in its output");

      Files.delete(door);
      Files.writeString(door, "no socket");
      assertTrue(output(commands, "VM.version").contains(System.getProperty("java.vm.version")));
      assertEquals("", target.stdout().replace("ready\n", ""), "no thread dump in its output");
      AttachException unknown =
          assertThrows(AttachException.class, () -> output(commands, "No.such_command -x"));
      assertEquals(AttachProblem.COMMAND_FAILED, unknown.problem());
      assertFalse(Files.exists(Path.of("/tmp/.attach_pid" + target.pid())));
      Files.deleteIfExists(door);
    }
  }

  @Test
  void aSocketThatIsNewerThanTheJvm_isLeftAlone() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      Path door = Path.of("/tmp/.java_pid" + target.pid());
      try {
        Files.deleteIfExists(door);
        listen(door).close();
        JvmCommands commands = JvmCommands.of(ProcessView.of(target.pid()), Log.NONE);
        assertThrows(IOException.class, () -> output(commands, "VM.version"));
        assertTrue(Files.exists(door, LinkOption.NOFOLLOW_LINKS));
      } finally {
        Files.deleteIfExists(door);
      }
    }
  }

  @Test
  void whatDoesNotHandleTheSignal_livesOn() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try {
      JvmCommands commands = JvmCommands.of(ProcessView.of(sleep.pid()), Log.NONE);
      AttachException refused =
          assertThrows(AttachException.class, () -> output(commands, "VM.version"));
      assertEquals(AttachProblem.NO_HANDLER, refused.problem());
      assertTrue(sleep.isAlive());
    } finally {
      sleep.destroyForcibly();
    }
  }

  @Test
  void aStoppedJvm_thatAlreadyListens_isNotWaitedForLongerThanAllowed() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      JvmCommands commands = JvmCommands.of(ProcessView.of(target.pid()), Log.NONE);
      output(commands, "VM.version");
      target.signal("STOP");
      try {
        assertThrows(
            SocketTimeoutException.class,
            () -> commands.run("VM.version", Deadline.after(Duration.ofMillis(300))).close());
      } finally {
        target.signal("CONT");
      }
      assertFalse(output(commands, "VM.version").isEmpty());
    }
  }

  private static String output(JvmCommands commands, String line) throws IOException {
    try (InputStream out = commands.run(line, Deadline.after(LONG))) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ServerSocketChannel listen(Path file) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(file));
    return server;
  }

  private static String shown(byte[] request) {
    return new String(request, StandardCharsets.UTF_8).replace('\0', '|');
  }
}
