package dev.jflare.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in the jar as it was built, and what is not. */
class AgentJarIT {
  private static final File JAR = new File("target/jflare-agent.jar");

  /** Java 8's class file version; a newer class would be refused in the oldest targets. */
  private static final int JAVA_8 = 52;

  @Test
  void bothEntriesAreNamed() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertEquals("dev.jflare.agent.AgentMain", manifest.getValue("Agent-Class"));
      assertEquals("dev.jflare.agent.AgentMain", manifest.getValue("Premain-Class"));
    }
  }

  @Test
  void nothingButTheFrontDoorIsVisible() throws IOException {
    Set<String> strangers = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR)) {
      jar.stream()
          .map(entry -> entry.getName())
          .filter(name -> !name.endsWith("/"))
          .filter(name -> !name.startsWith("dev/jflare/agent/"))
          .filter(
              name ->
                  !name.equals("META-INF/MANIFEST.MF") && !name.equals("isolated/core.isolated"))
          .forEach(strangers::add);
    }
    assertEquals(Set.of(), strangers);
  }

  @Test
  void theCoreIsWholeAndHidden() throws IOException {
    JarIndex core = new JarIndex(new AgentJar(JAR).core());
    assertTrue(core.has("dev/jflare/inside/Inside.class"));
    assertTrue(core.has("one/profiler/AsyncProfiler.class"));
    assertTrue(core.has("one/jfr/JfrReader.class"));
    assertTrue(core.has("linux-x64/libasyncProfiler.so"));
    assertTrue(core.has("linux-arm64/libasyncProfiler.so"));
    assertTrue(core.has("macos/libasyncProfiler.so"));
    assertFalse(core.names("dev/jflare/shaded/netty/").isEmpty());
    assertEquals(List.of(), core.names("io/netty/"), "Netty under its own name");
    assertEquals(List.of(), core.names("picocli/"));
    assertEquals(List.of(), core.names("org/junit/"));
  }

  /** Netty's queues on VarHandles, which it touches on Java 9 and later only. */
  private static final String NETTY_9 =
      "dev/jflare/shaded/netty/util/internal/shaded/org/jctools/queues/varhandle/";

  @Test
  void everyClassRunsOnJava8() throws IOException {
    Set<String> tooNew = new TreeSet<>();
    JarIndex core = new JarIndex(new AgentJar(JAR).core());
    for (String name : core.names("")) {
      if (name.endsWith(".class") && !name.startsWith(NETTY_9) && major(core.read(name)) > JAVA_8) {
        tooNew.add(name);
      }
    }
    try (JarFile jar = new JarFile(JAR)) {
      for (var entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            if (major(in.readNBytes(8)) > JAVA_8) {
              tooNew.add(entry.getName());
            }
          }
        }
      }
    }
    assertEquals(Set.of(), tooNew);
  }

  private static int major(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | classFile[7] & 0xff;
  }
}
