package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What is in attach.jar as it was built, and what is not. */
class AttachJarContentsIT {
  private static final int JAVA_8 = 52;
  private static final long LARGEST = 20_000_000;

  /** All that may be in it: our own code, its libraries, and the agent as one file. */
  private static final List<String> KNOWN =
      List.of(
          "dev/jflare/",
          "io/netty/",
          "com/fasterxml/jackson/",
          "org/yaml/snakeyaml/",
          "picocli/",
          "net/bytebuddy/agent/",
          "one/jfr/",
          "META-INF/",
          "jflare-agent.jar");

  /** Netty's queues on VarHandles, which it touches on Java 9 and later only. */
  private static final String NETTY_9 =
      "io/netty/util/internal/shaded/org/jctools/queues/varhandle/";

  @Test
  void nothingStrangeIsInIt() throws IOException {
    Set<String> strangers = new TreeSet<>();
    try (JarFile jar = new JarFile(AttachJar.file().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (!entry.isDirectory() && KNOWN.stream().noneMatch(name::startsWith)) {
          strangers.add(name);
        }
      }
      assertEquals(
          "dev.jflare.cli.Main", jar.getManifest().getMainAttributes().getValue("Main-Class"));
    }
    assertEquals(Set.of(), strangers);
  }

  @Test
  void itIsSmallEnoughToBeCopiedAround() throws IOException {
    assertTrue(
        Files.size(AttachJar.file()) < LARGEST,
        "it has " + Files.size(AttachJar.file()) + " bytes");
  }

  @Test
  void theAgentInItIsTheAgentThatWasBuilt() throws IOException {
    Path built = Path.of(System.getProperty("jflare.root"), "agent/target/jflare-agent.jar");
    try (JarFile jar = new JarFile(AttachJar.file().toFile());
        InputStream carried = jar.getInputStream(jar.getEntry("jflare-agent.jar"))) {
      assertArrayEquals(Files.readAllBytes(built), carried.readAllBytes());
    }
  }

  @Test
  void everyClassRunsOnJava8() throws IOException {
    Set<String> tooNew = new TreeSet<>();
    try (JarFile jar = new JarFile(AttachJar.file().toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/versions/")
            && !name.startsWith(NETTY_9)) {
          try (InputStream in = jar.getInputStream(entry)) {
            byte[] start = in.readNBytes(8);
            if (((start[6] & 0xff) << 8 | start[7] & 0xff) > JAVA_8) {
              tooNew.add(name);
            }
          }
        }
      }
    }
    assertEquals(Set.of(), tooNew);
  }
}
