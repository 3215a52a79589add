package dev.jflare.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code /proc/PID/status} says, see proc(5). A snapshot. */
public final class ProcessStatus {
  /** Signal numbers of Linux on every architecture that Java runs on. */
  static final int SIGQUIT = 3;

  private final Map<String, String> fields;

  private ProcessStatus(Map<String, String> fields) {
    this.fields = fields;
  }

  static ProcessStatus parse(String text) {
    Map<String, String> fields = new HashMap<>();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
      }
    }
    return new ProcessStatus(fields);
  }

  /** The command's name, at most 15 bytes. */
  public String name() {
    return field("Name", "");
  }

  /** The letter of the state: R running, S and D sleeping, T and t stopped, Z zombie, X dead. */
  public char state() {
    String state = field("State", "?");
    return state.isEmpty() ? '?' : state.charAt(0);
  }

  /** Dead, but not yet waited for by its parent. */
  public boolean zombie() {
    return state() == 'Z' || state() == 'X';
  }

  /** Stopped by a signal or a debugger: it answers nobody until it is continued. */
  public boolean stopped() {
    return state() == 'T' || state() == 't';
  }

  /** Effective user id; -1 when the system does not say. */
  public long uid() {
    return number(column("Uid", 1));
  }

  /** Effective group id; -1 when the system does not say. */
  public long gid() {
    return number(column("Gid", 1));
  }

  /** Its pid in the innermost pid namespace, the one it knows itself by. */
  public long namespacePid() {
    String[] pids = field("NSpid", field("Pid", "")).split("\\s+"); // NSpid is new in Linux 4.1
    return number(pids[pids.length - 1]);
  }

  /** How many threads it has, those of the JVM included; -1 when the system does not say. */
  public long threads() {
    return number(field("Threads", ""));
  }

  /**
   * Whether it has a handler for SIGQUIT. A process without one is killed by the signal that an
   * attach begins with.
   */
  public boolean catchesSigquit() {
    try {
      long mask = Long.parseUnsignedLong(field("SigCgt", "0"), 16);
      return (mask & 1L << (SIGQUIT - 1)) != 0;
    } catch (NumberFormatException strange) {
      return false;
    }
  }

  /** Whether its effective or supplementary groups hold this one. */
  boolean inGroup(long group) {
    List<String> groups = Arrays.asList(field("Groups", "").split("\\s+"));
    return gid() == group || groups.contains(Long.toString(group));
  }

  /** Whether its user could make files in a folder, by mode, owner and group. */
  public boolean mayWrite(Path folder) throws IOException {
    int mode = (Integer) Files.getAttribute(folder, "unix:mode");
    long owner = (Integer) Files.getAttribute(folder, "unix:uid");
    long group = (Integer) Files.getAttribute(folder, "unix:gid");
    int bits = owner == uid() ? mode >> 6 : inGroup(group) ? mode >> 3 : mode;
    return uid() == 0 || (bits & 3) == 3;
  }

  /**
   * Whether this is no process but one of its threads: {@code /proc} has a hidden folder for each.
   */
  boolean isThread() {
    return !field("Tgid", "").equals(field("Pid", ""));
  }

  private String column(String name, int index) {
    String[] columns = field(name, "").split("\\s+");
    return index < columns.length ? columns[index] : "";
  }

  private String field(String name, String otherwise) {
    String value = fields.get(name);
    return value == null ? otherwise : value;
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notThere) {
      return -1;
    }
  }
}
