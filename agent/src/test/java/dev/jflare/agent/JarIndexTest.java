package dev.jflare.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class JarIndexTest {
  private static final byte[] LARGE = new byte[300_000];

  static {
    new Random(7).nextBytes(LARGE);
  }

  @Test
  void packedAndStoredEntriesComeBackWhole() throws IOException {
    JarIndex index = new JarIndex(jar("a comment that could hide the end of the directory"));

    assertArrayEquals("hello".getBytes(StandardCharsets.UTF_8), index.read("a/packed.txt"));
    assertArrayEquals(LARGE, index.read("a/stored.bin"));
    assertArrayEquals(new byte[0], index.read("b/empty"));
    assertNull(index.read("a/none"));
    assertTrue(index.has("b/empty"));
    assertEquals(2, index.names("a/").size());
    assertEquals(List.of("b/empty"), index.names("b/"));
  }

  @Test
  void whatIsNoJarIsRefused() {
    assertThrows(
        IOException.class,
        () -> new JarIndex("no jar at all, but long enough".getBytes(StandardCharsets.UTF_8)));
    assertThrows(IOException.class, () -> new JarIndex(new byte[0]));
  }

  private static byte[] jar(String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      zip.putNextEntry(new ZipEntry("a/"));
      zip.putNextEntry(new ZipEntry("a/packed.txt"));
      zip.write("hello".getBytes(StandardCharsets.UTF_8));
      ZipEntry stored = new ZipEntry("a/stored.bin");
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(LARGE.length);
      CRC32 crc = new CRC32();
      crc.update(LARGE);
      stored.setCrc(crc.getValue());
      zip.putNextEntry(stored);
      zip.write(LARGE);
      zip.putNextEntry(new ZipEntry("b/empty"));
    }
    return bytes.toByteArray();
  }
}
