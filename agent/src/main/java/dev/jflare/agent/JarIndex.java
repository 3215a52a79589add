package dev.jflare.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A jar in memory with its entries found by name, read from the central directory (PKWARE APPNOTE
 * 4.3.12):
 *
 * <pre>
 * central header   46 bytes + name + extra + comment      at +10 method, +20 packed, +24 size, +28 name length,
 *                                                         +30 extra, +32 comment, +42 offset of the local header
 * local header     30 bytes + name + extra, then the data at +26 name length, +28 extra
 * end of directory 22 bytes + comment                     at +10 entries, +16 offset of the first central header
 * </pre>
 *
 * java.util.zip reads jars from files only, or a stream from its start; neither can look up one
 * class of memory.
 */
final class JarIndex {
  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END_LENGTH = 22;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL_LENGTH = 30;
  private static final int STORED = 0;

  private final byte[] jar;
  private final ByteBuffer fields;
  private final Map<String, Integer> headers = new HashMap<String, Integer>();

  JarIndex(byte[] jar) throws IOException {
    this.jar = jar;
    this.fields = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
    int end = findEnd();
    int header = fields.getInt(end + 16);
    int entries = unsigned(end + 10);
    for (int i = 0; i < entries; i++) {
      if (fields.getInt(header) != CENTRAL) {
        throw new IOException("the core's directory is damaged at " + header);
      }
      int nameLength = unsigned(header + 28);
      String name = new String(jar, header + CENTRAL_LENGTH, nameLength, StandardCharsets.UTF_8);
      headers.put(name, header);
      header += CENTRAL_LENGTH + nameLength + unsigned(header + 30) + unsigned(header + 32);
    }
  }

  boolean has(String name) {
    return headers.containsKey(name);
  }

  /** The entries below a folder, folders left out. */
  List<String> names(String prefix) {
    List<String> names = new ArrayList<String>();
    for (String name : headers.keySet()) {
      if (name.startsWith(prefix) && !name.endsWith("/")) {
        names.add(name);
      }
    }
    return names;
  }

  /** The content of an entry, or null when there is none of this name. */
  @Nullable
  byte[] read(String name) {
    Integer header = headers.get(name);
    if (header == null) {
      return null;
    }
    int method = unsigned(header + 10);
    int packed = fields.getInt(header + 20);
    byte[] content = new byte[fields.getInt(header + 24)];
    int local = fields.getInt(header + 42);
    int data = local + LOCAL_LENGTH + unsigned(local + 26) + unsigned(local + 28);
    if (method == STORED) {
      System.arraycopy(jar, data, content, 0, content.length);
      return content;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(jar, data, packed);
      int done = 0;
      while (done < content.length) {
        int n = inflater.inflate(content, done, content.length - done);
        if (n == 0) {
          throw new IllegalStateException("the core's entry " + name + " is damaged");
        }
        done += n;
      }
      return content;
    } catch (DataFormatException e) {
      throw new IllegalStateException("the core's entry " + name + " is damaged", e);
    } finally {
      inflater.end();
    }
  }

  private int findEnd() throws IOException {
    for (int at = jar.length - END_LENGTH; at >= 0; at--) {
      if (fields.getInt(at) == END) {
        return at;
      }
    }
    throw new IOException("the core is no jar");
  }

  private int unsigned(int at) {
    return fields.getShort(at) & 0xffff;
  }
}
