package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.OpenFile;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sockets of the process, and how many of which state there are around it. */
final class Sockets extends OutsideCollector {
  private static final int SHOWN = 5000;

  Sockets(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "sockets";
  }

  @Override
  public String about() {
    return "connections and listeners of the process, counts by state of its network namespace";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    Set<Long> own = ownInodes(evidence);
    Map<String, int[]> counts = new TreeMap<>();
    StringBuilder rows = new StringBuilder();
    int shown = 0;
    for (String protocol : Arrays.asList("tcp", "tcp6", "udp", "udp6")) {
      for (String line : table(protocol).split("\n")) {
        SocketTable.Socket socket = SocketTable.parse(line);
        if (socket == null) {
          continue;
        }
        int[] count = counts.computeIfAbsent(protocol + " " + socket.state, ignored -> new int[2]);
        count[0]++;
        if (own.contains(socket.inode)) {
          count[1]++;
          if (shown++ < SHOWN) {
            row(rows, protocol, socket);
          }
        }
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(Row.of("%-18s %8s %8s\n", "state", "all", "own"));
    counts.forEach(
        (state, count) -> text.append(Row.of("%-18s %8d %8d\n", state, count[0], count[1])));
    unix(text, own);
    text.append('\n');
    text.append(
        Row.of("%-5s %-12s %10s %10s  %s\n", "own", "state", "sendq", "recvq", "local -> remote"));
    text.append(rows);
    if (shown > SHOWN) {
      text.append("and ").append(shown - SHOWN).append(" more\n");
    }
    evidence.text("os/sockets.txt", text);
  }

  private static void row(StringBuilder rows, String protocol, SocketTable.Socket socket) {
    rows.append(
        Row.of(
            "%-5s %-12s %10d %10d  %s -> %s\n",
            protocol,
            socket.state,
            socket.sendQueueBytes,
            socket.receiveQueueBytes,
            socket.local,
            socket.remote));
  }

  /** {@code Num RefCount Protocol Flags Type St Inode Path}. */
  private void unix(StringBuilder text, Set<Long> own) {
    int all = 0;
    int mine = 0;
    for (String line : table("unix").split("\n")) {
      String[] fields = line.trim().split("\\s+");
      if (fields.length >= 7 && fields[6].matches("[0-9]+")) {
        all++;
        mine += own.contains(Long.valueOf(fields[6])) ? 1 : 0;
      }
    }
    text.append(Row.of("%-18s %8d %8d\n", "unix", all, mine));
  }

  private String table(String protocol) {
    try {
      return process.read("net/" + protocol);
    } catch (IOException notHere) {
      return ""; // a kernel without IPv6 has no tcp6
    }
  }

  private Set<Long> ownInodes(Evidence evidence) {
    Set<Long> inodes = new HashSet<>();
    try {
      for (OpenFile file : process.openFiles()) {
        if (file.target().startsWith("socket:[")) {
          inodes.add(Long.valueOf(file.target().replaceAll("[^0-9]", "")));
        }
      }
    } catch (IOException e) {
      evidence.gap("os/sockets.txt", "which sockets are the process's own: " + Reason.of(e));
    }
    return inodes;
  }
}
