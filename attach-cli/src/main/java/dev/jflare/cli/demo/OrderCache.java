package dev.jflare.cli.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what nobody asks for again: what grows between the two heap profiles. Stops at about 32 MB,
 * so that the shop can run to its end in a small heap.
 */
final class OrderCache {
  private static final int MAX_ORDERS = 16_000;
  private static final int ORDER_BYTES = 2_000;

  private final Map<Long, byte[]> orders = new LinkedHashMap<>();
  private long next;

  /** One order more, and beyond the limit the oldest one less. */
  synchronized void rememberOrder() {
    orders.put(next, new byte[ORDER_BYTES]);
    orders.remove(next - MAX_ORDERS);
    next++;
  }

  synchronized int size() {
    return orders.size();
  }
}
