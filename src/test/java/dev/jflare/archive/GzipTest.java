package dev.jflare.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GzipTest {
  @Test
  void whatIsPackedComesBack() throws IOException {
    byte[] text = "flare".repeat(10_000).getBytes("US-ASCII");
    byte[] packed = Gzip.compress(text);

    assertTrue(Gzip.isGzip(packed));
    assertTrue(packed.length < text.length / 10);
    assertArrayEquals(text, Gzip.decompress(packed, text.length));
  }

  @Test
  void aBombIsNotUnpacked() {
    byte[] bomb = Gzip.compress(new byte[10 << 20]);

    assertThrows(IOException.class, () -> Gzip.decompress(bomb, (10 << 20) - 1));
  }

  @Test
  void damageIsNoticed() {
    byte[] packed = Gzip.compress(new byte[1000]);

    assertThrows(
        IOException.class, () -> Gzip.decompress(Arrays.copyOf(packed, packed.length - 3), 5000));
    assertThrows(IOException.class, () -> Gzip.decompress(new byte[] {1, 2, 3}, 5000));
    assertFalse(Gzip.isGzip(new byte[] {0x1f}));
  }
}
