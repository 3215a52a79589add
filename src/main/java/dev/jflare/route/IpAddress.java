package dev.jflare.route;

import dev.jflare.lang.Nullable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * An address as text has it, read as Go's net.ParseIP reads it: four decimal numbers without
 * leading zeros, or RFC 4291 section 2.2. The JDK's own reader takes more (127.1, for example) and
 * asks a name server about the rest.
 */
public final class IpAddress {
  private static final int V4_BYTES = 4;
  private static final int V6_BYTES = 16;
  private static final int V6_GROUPS = 8;

  /** Four bytes where that is possible, so that ::ffff:10.0.0.1 is 10.0.0.1. */
  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @param text without brackets; a zone ({@code %eth0}) is left out
   * @return null when the text is no address
   */
  public static @Nullable IpAddress parse(String text) {
    int zone = text.indexOf('%');
    String address = zone < 0 ? text : text.substring(0, zone);
    boolean six = address.indexOf(':') >= 0;
    byte[] bytes = six ? v6(address) : zone < 0 ? v4(address) : null;
    return bytes == null ? null : new IpAddress(unmapped(bytes));
  }

  /** For a socket; nothing is looked up. */
  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException wrongLength) {
      throw new AssertionError(wrongLength);
    }
  }

  boolean isLoopback() {
    return toInetAddress().isLoopbackAddress();
  }

  /** Whether both begin with the same bits and are of the same family. */
  boolean sharesPrefix(IpAddress other, int bits) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((bytes[bit / 8] ^ other.bytes[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  int bits() {
    return bytes.length * 8;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress && Arrays.equals(((IpAddress) other).bytes, bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  private static @Nullable byte[] v4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != V4_BYTES) {
      return null;
    }
    byte[] bytes = new byte[V4_BYTES];
    for (int i = 0; i < V4_BYTES; i++) {
      if (!numbers[i].matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(numbers[i]) > 255) {
        return null;
      }
      bytes[i] = (byte) Integer.parseInt(numbers[i]);
    }
    return bytes;
  }

  private static @Nullable byte[] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = groups(text);
      return all != null && all.length == V6_BYTES ? all : null;
    }
    byte[] front = groups(text.substring(0, gap));
    byte[] back = groups(text.substring(gap + 2));
    if (front == null || back == null || front.length + back.length > V6_BYTES - 2) {
      return null;
    }
    boolean dotted = text.substring(0, gap).indexOf('.') >= 0; // only the end may be dotted
    byte[] all = Arrays.copyOf(front, V6_BYTES);
    System.arraycopy(back, 0, all, V6_BYTES - back.length, back.length);
    return dotted ? null : all;
  }

  /** Groups of four hexadecimal digits; the last two may be an IPv4 address. */
  private static @Nullable byte[] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] groups = text.split(":", -1);
    if (groups.length > V6_GROUPS) {
      return null;
    }
    byte[] out = new byte[V6_BYTES + V4_BYTES];
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      if (i == groups.length - 1 && groups[i].indexOf('.') >= 0) {
        byte[] last = v4(groups[i]);
        if (last == null) {
          return null;
        }
        System.arraycopy(last, 0, out, length, V4_BYTES);
        length += V4_BYTES;
      } else if (groups[i].matches("[0-9a-fA-F]{1,4}")) {
        int value = Integer.parseInt(groups[i], 16);
        out[length++] = (byte) (value >> 8);
        out[length++] = (byte) value;
      } else {
        return null;
      }
    }
    return Arrays.copyOf(out, length);
  }

  /** RFC 4291 section 2.5.5.2. */
  private static byte[] unmapped(byte[] bytes) {
    if (bytes.length == V4_BYTES || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, V6_BYTES - V4_BYTES, V6_BYTES);
  }
}
