package dev.jflare.route;

import dev.jflare.lang.Nullable;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that are reached without a proxy, by the rules of Go's httpproxy package (reference
 * sections 7.3 and 7.4): names with their subdomains, addresses, address ranges, ports, {@code *}.
 * No name is looked up.
 */
final class NoProxy {
  /** The answer for hosts that are spared whatever the items say. */
  static final String LOOPBACK = "loopback";

  private final List<Item> items = new ArrayList<>();
  private boolean everything;

  /**
   * @param list items with commas between them, as NO_PROXY has them
   */
  NoProxy(String list) {
    for (String item : list.split(",", -1)) {
      String text = item.trim().toLowerCase(Locale.ROOT);
      everything |= text.equals("*");
      Item read = text.isEmpty() ? null : Item.read(text);
      if (read != null) {
        items.add(read);
      }
    }
  }

  /**
   * Loopback is always an exception: {@code localhost} in lower case, and loopback addresses.
   *
   * @param host without brackets, a final dot as written
   */
  boolean covers(String host, int port) {
    return covering(host, port) != null;
  }

  /** The item that covers the host, in lower case, or {@link #LOOPBACK}; null for none. */
  @Nullable
  String covering(String host, int port) {
    if (everything) {
      return "*";
    }
    String name = ascii(host);
    IpAddress address = IpAddress.parse(name);
    if (name.equals("localhost") || (address != null && address.isLoopback())) {
      return LOOPBACK;
    }
    String comparable = name.trim().toLowerCase(Locale.ROOT);
    for (Item item : items) {
      if (item.covers(comparable, address, port)) {
        return item.toString();
      }
    }
    return null;
  }

  /** An international name in the letters of DNS; what is no such name stays as it is. */
  private static String ascii(String host) {
    if (host.chars().allMatch(c -> c < 0x80)) {
      return host;
    }
    boolean dotted = host.startsWith("."); // an empty label, which the JDK refuses
    try {
      return dotted ? "." + IDN.toASCII(host.substring(1)) : IDN.toASCII(host);
    } catch (IllegalArgumentException noName) {
      return host;
    }
  }

  /** One item: a range of addresses, or a domain that starts with its dot. */
  private static final class Item {
    private static final int ANY_PORT = -1;
    private static final int NO_PORT = -2;

    private final String text;
    private final @Nullable IpAddress address;
    private final int bits;
    private final String domain;
    private final boolean domainItself;
    private final int port;

    private Item(String text, @Nullable IpAddress address, int bits, String name, int port) {
      this.text = text;
      this.address = address;
      this.bits = bits;
      this.domainItself = !name.startsWith(".");
      this.domain = ascii(domainItself ? "." + name : name);
      this.port = port;
    }

    /** Null for an item that means nothing. */
    static @Nullable Item read(String text) {
      Item range = range(text);
      if (range != null) {
        return range;
      }
      int colon = portColon(text);
      String host = colon < 0 ? text : unbracketed(text.substring(0, colon));
      int port = colon < 0 ? ANY_PORT : portOf(text.substring(colon + 1));
      if (host.isEmpty()) {
        return null;
      }
      IpAddress address = host.indexOf('%') < 0 ? IpAddress.parse(host) : null;
      if (address != null) {
        return new Item(text, address, address.bits(), "", port);
      }
      String name = host.startsWith("*.") ? host.substring(1) : host;
      return new Item(text, null, 0, name, port);
    }

    boolean covers(String host, @Nullable IpAddress hostAddress, int hostPort) {
      if (port != ANY_PORT && port != hostPort) {
        return false;
      }
      if (address != null) {
        return hostAddress != null && hostAddress.sharesPrefix(address, bits);
      }
      return hostAddress == null
          && (host.endsWith(domain) || (domainItself && host.equals(domain.substring(1))));
    }

    /** As in the list, in lower case. */
    @Override
    public String toString() {
      return text;
    }

    private static @Nullable Item range(String text) {
      int slash = text.indexOf('/');
      IpAddress address = slash < 0 ? null : IpAddress.parse(text.substring(0, slash));
      if (address == null || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
        return null;
      }
      int bits = Integer.parseInt(text.substring(slash + 1));
      // of a mapped address (::ffff:10.0.0.0/104) only the last 32 bits are kept
      int kept = text.indexOf(':') >= 0 && address.bits() == 32 ? bits - 96 : bits;
      return kept < 0 || kept > address.bits() ? null : new Item(text, address, kept, "", ANY_PORT);
    }

    /** Where the port starts, as Go's net.SplitHostPort sees it; -1 when there is none. */
    private static int portColon(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        return -1;
      }
      if (text.startsWith("[")) {
        return text.indexOf(']') == colon - 1 ? colon : -1;
      }
      boolean more = text.indexOf(':') != colon;
      return more || text.indexOf('[') >= 0 || text.indexOf(']') >= 0 ? -1 : colon;
    }

    private static String unbracketed(String host) {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** An empty port is none; a port with a name is never met. */
    private static int portOf(String digits) {
      if (digits.isEmpty()) {
        return ANY_PORT;
      }
      return digits.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(digits) : NO_PORT;
    }
  }
}
