package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Crash reports of real JVMs. */
class CrashReportIT {
  private static final List<String> SECRETS =
      List.of("wombat1001", "quokka1002", "numbat1003", "bilby1004", "dingo1005", "otter1006");

  /** What the target writes, as a register and a stack show it. */
  private static final String IN_MEMORY = "7465736d61726c65";

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void aCrashReport_losesSecretsAndMemoryAndStaysReadable(int version) throws Exception {
    Optional<Path> home = Jdks.home(version);
    assumeTrue(home.isPresent(), "no JDK " + version + " here");
    byte[] report = report(home.orElseThrow());
    String before = new String(report, ISO_8859_1);
    for (String secret : SECRETS) {
      assertTrue(before.contains(secret), "not in the report: " + secret);
    }
    assertTrue(before.contains(IN_MEMORY), "the memory is not in the report");

    // as it is found in a flare, and under a name that says nothing
    String after = scrubbed(TextKind.of("logs/srv/hs_err_pid17.log"), report);
    assertEquals(after, scrubbed(TextKind.of("logs/srv/crash.txt"), report));

    for (String secret : SECRETS) {
      assertFalse(after.contains(secret), secret);
    }
    assertFalse(after.contains(IN_MEMORY), after);
    assertEquals(before.lines().count(), after.lines().count());
    for (String kept :
        List.of(
            "A fatal error has been detected",
            "SIGSEGV",
            "Crash.main([Ljava/lang/String;)V",
            "kept-pool",
            "--kept-argument",
            "-Xmx64m",
            "Top of Stack: (sp=0x",
            "is a thread",
            "VM Arguments:",
            "---------------  S Y S T E M  ---------------")) {
      assertTrue(after.contains(kept), () -> kept + " is gone: " + after);
    }
    assertEquals(after, scrubbed(TextKind.CRASH, after.getBytes(ISO_8859_1)), "scrubbed twice");
  }

  private static byte[] report(Path home) throws Exception {
    try (TargetJvm target =
        TargetJvm.of("Crash")
            .home(home)
            .prefix("/bin/sh", "-c", "ulimit -c 0; exec \"$@\"", "sh")
            .jvm("-XX:ErrorFile=hs_err.log", "-Ddb.password=wombat1001")
            .jvm("-Dshop.url=jdbc:postgresql://bob:quokka1002@db.example.com/shop")
            .env("JAVA_TOOL_OPTIONS", "-Dtool.password=numbat1003")
            .env("LD_LIBRARY_PATH", "/opt/kept")
            .arguments("--token", "bilby1004", "--kept-argument", "--password=dingo1005")
            .file("planted.properties", "thread=otter1006\n")
            .launch()) {
      ProcessHandle.of(target.pid()).ifPresent(CrashReportIT::awaitEnd);
      return Files.readAllBytes(target.folder().resolve("hs_err.log"));
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the target does not end", e);
    }
  }

  private static String scrubbed(TextKind kind, byte[] text) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Scrubber.of(ScrubSettings.defaults()).scrub(kind, new ByteArrayInputStream(text), out);
    return out.toString(ISO_8859_1);
  }
}
