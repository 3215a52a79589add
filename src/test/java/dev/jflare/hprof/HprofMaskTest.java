package dev.jflare.hprof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps made by hand; {@link HprofMaskIT} has those of JVMs. */
class HprofMaskTest {
  private static final HprofPolicy NOTHING_STAYS =
      new HprofPolicy() {
        @Override
        public boolean keepsCounters(long serialVersionUid) {
          return false;
        }

        @Override
        public Map<String, String> texts() {
          return Map.of("worker-1", "worker-*");
        }
      };

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void valuesGo_shapeStays(int idBytes) throws IOException {
    byte[] dump = new Dump(idBytes).whole();
    byte[] masked = mask(dump);
    assertEquals(dump.length, masked.length);
    String text = new String(masked, ISO_8859_1);
    assertTrue(text.contains("com/acme/Card"), text);
    assertTrue(text.contains("number"), text);
    assertTrue(text.contains("worker-*"), text);
    assertTrue(!text.contains("literal") && !text.contains("hunter2"), text);
    assertEquals(-1, text.indexOf("\u0011\u0012\u0013\u0014"), "the number of the card");
    assertArrayEquals(masked, mask(masked), "once more");
  }

  @Test
  void everyCut_isAnError() throws IOException {
    byte[] dump = new Dump(8).whole();
    for (int length = 0; length < dump.length; length++) {
      byte[] cut = Arrays.copyOf(dump, length);
      assertThrows(IOException.class, () -> mask(cut), () -> cut.length + " bytes");
    }
  }

  /** Whatever one wrong byte makes of it: an error, or a dump of the same length. */
  @Test
  void everyWrongByte_endsInAnErrorOrADump() throws IOException {
    byte[] dump = new Dump(8).whole();
    for (int at = 0; at < dump.length; at++) {
      for (int value : new int[] {0x00, 0x7f, 0xff}) {
        byte[] wrong = dump.clone();
        wrong[at] = (byte) value;
        try {
          assertTrue(mask(wrong).length <= wrong.length);
        } catch (IOException damaged) {
          assertTrue(damaged.getMessage().startsWith("heap dump") || at < 31, damaged::toString);
        }
      }
    }
  }

  @Test
  void whatIsNoDump_isAnError() {
    assertThrows(IOException.class, () -> mask("PK\u0003\u0004 and so on".getBytes(ISO_8859_1)));
    assertThrows(IOException.class, () -> mask(new byte[100]));
  }

  @Test
  void aDumpInTwoParts_isTheSameAsInOne() throws IOException {
    Dump dump = new Dump(8);
    HprofParts parts = new HprofParts(NOTHING_STAYS);
    ByteArrayOutputStream objects = new ByteArrayOutputStream();
    parts.objects(slowly(dump.part(dump.segment(), new byte[0], true)), objects);
    parts.start(slowly(dump.part(dump.head(), new byte[0], true)), OutputStream.nullOutputStream());
    assertTrue(parts.inTwo());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    HprofReport report = parts.writeHead(all);
    objects.writeTo(all);
    assertArrayEquals(mask(dump.whole()), all.toByteArray());
    assertEquals(1, report.instances());
    assertEquals(2, report.primitiveArrays());
    assertEquals(1, report.keptTexts());
    assertEquals(1, report.blankedSymbols());
  }

  private static byte[] mask(byte[] dump) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HprofMask.mask(slowly(dump), out, NOTHING_STAYS);
    return out.toByteArray();
  }

  /** Three bytes at a time: what is read must not depend on how it comes. */
  private static InputStream slowly(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, 3));
      }
    };
  }

  /** One class with a number, an object of it, two arrays, and a literal that nothing refers to. */
  private static final class Dump {
    private static final int CLASS = 0x100;
    private final int idBytes;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    Dump(int idBytes) {
      this.idBytes = idBytes;
    }

    byte[] whole() throws IOException {
      return part(head(), segment(), true);
    }

    byte[] head() throws IOException {
      bytes.reset();
      out.writeBytes("JAVA PROFILE 1.0.2\0");
      out.writeInt(idBytes);
      out.writeLong(1);
      symbol(1, "com/acme/Card");
      symbol(2, "number");
      symbol(3, "a literal");
      record(0x02, 8 + 2 * idBytes);
      out.writeInt(1);
      id(CLASS);
      out.writeInt(0);
      id(1);
      return bytes.toByteArray();
    }

    byte[] segment() throws IOException {
      bytes.reset();
      classAndRoot();
      out.write(0x21);
      id(0x200);
      out.writeInt(0);
      id(CLASS);
      out.writeInt(8 + idBytes);
      out.writeLong(0x1112131415161718L);
      id(0x300);
      primitives(0x300, "hunter2");
      primitives(0x400, "worker-1");
      byte[] records = bytes.toByteArray();
      bytes.reset();
      record(0x1c, records.length);
      out.write(records);
      return bytes.toByteArray();
    }

    byte[] part(byte[] first, byte[] second, boolean ended) throws IOException {
      bytes.reset();
      out.write(first);
      out.write(second);
      if (ended) {
        record(0x2c, 0);
      }
      return bytes.toByteArray();
    }

    private void classAndRoot() throws IOException {
      out.write(0xff);
      id(0x200);
      out.write(0x20);
      id(CLASS);
      out.writeInt(0);
      for (int i = 0; i < 6; i++) {
        id(0);
      }
      out.writeInt(8 + idBytes);
      out.writeShort(0);
      out.writeShort(1);
      id(2);
      out.write(11);
      out.writeLong(0x1112131415161718L);
      out.writeShort(2);
      id(2);
      out.write(11);
      id(2);
      out.write(2);
    }

    private void primitives(int object, String text) throws IOException {
      out.write(0x23);
      id(object);
      out.writeInt(0);
      out.writeInt(text.length());
      out.write(8);
      out.writeBytes(text);
    }

    private void symbol(int id, String text) throws IOException {
      record(0x01, idBytes + text.length());
      id(id);
      out.writeBytes(text);
    }

    private void record(int tag, int length) throws IOException {
      out.write(tag);
      out.writeInt(0);
      out.writeInt(length);
    }

    private void id(int value) throws IOException {
      if (idBytes == 8) {
        out.writeLong(value);
      } else {
        out.writeInt(value);
      }
    }
  }
}
