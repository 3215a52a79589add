package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Lines of a little-endian machine. */
class SocketTableTest {
  @Test
  void aConnection() {
    SocketTable.Socket socket =
        SocketTable.parse(
            "   1: 0100007F:1F90 0200000A:C35A 08 00000010:00000020 00:00000000 00000000  1000"
                + "        0 4711 1 0000000000000000 20 4 30 10 -1");
    assertEquals("127.0.0.1:8080", socket.local);
    assertEquals("10.0.0.2:50010", socket.remote);
    assertEquals("CLOSE_WAIT", socket.state);
    assertEquals(16, socket.sendQueueBytes);
    assertEquals(32, socket.receiveQueueBytes);
    assertEquals(4711, socket.inode);
  }

  @Test
  void addressesOfVersion6() {
    assertEquals(
        "[0:0:0:0:0:0:0:1]:443", SocketTable.address("00000000000000000000000001000000:01BB"));
    assertEquals(
        "[2001:db8:0:0:0:0:0:1]:80", SocketTable.address("B80D0120000000000000000001000000:0050"));
  }

  @Test
  void theHeadingIsNoSocket() {
    assertNull(
        SocketTable.parse(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"));
    assertNull(SocketTable.parse(""));
    assertNull(SocketTable.parse("0: x:y z:q 08 1:2 a b c d e"));
  }
}
