package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LocalJvmTest {
  private final LocalJvm jvm = LocalJvm.current();

  @Test
  void knowsItself() {
    assertEquals(ProcessHandle.current().pid(), jvm.pid());
    assertEquals(Runtime.version().feature(), jvm.feature());
    assertTrue(jvm.processCpuNanos() > 0);
    assertTrue(jvm.uptime().toMillis() > 0);
    assertTrue(jvm.inputArguments().contains("-Xmx768m"));
    assertEquals(System.getProperty("java.home"), jvm.systemProperties().get("java.home"));
  }

  @Test
  void commandsAreCalledAsJcmdCallsThem() throws Exception {
    assertTrue(jvm.commands().contains("GC.class_histogram"));
    assertTrue(jvm.commands().contains("VM.command_line"));
    assertTrue(jvm.command("VM.version").contains("JDK"));
    assertTrue(jvm.command("Thread.print", "-l").contains("\"main\""));
  }

  @Test
  void failuresNameTheCommand() {
    IOException unknown = assertThrows(IOException.class, () -> jvm.command("No.such"));
    assertTrue(unknown.getMessage().contains("No.such"), unknown.getMessage());
    IOException refused =
        assertThrows(IOException.class, () -> jvm.command("Thread.print", "-nonsense"));
    assertTrue(refused.getMessage().startsWith("Thread.print failed: "), refused.getMessage());
    IOException many = assertThrows(IOException.class, () -> jvm.command("VM.version", "x"));
    assertTrue(many.getMessage().contains("takes no arguments"), many.getMessage());
  }

  @Test
  void versions_oldStyleAndNew() {
    assertEquals(8, JavaVersion.feature("1.8.0_504"));
    assertEquals(8, JavaVersion.feature("1.8"));
    assertEquals(21, JavaVersion.feature("21.0.12.1+1-LTS"));
    assertEquals(26, JavaVersion.feature("26-ea"));
    assertEquals(0, JavaVersion.feature(""));
  }
}
