package dev.jflare.jvm;

import dev.jflare.lang.Nullable;

/** One thread as the kernel sees it, from {@code /proc/PID/task/TID/stat}. A snapshot. */
public final class ThreadView {
  private final long tid;
  private final String name;
  private final char state;
  private final long cpuTicks;
  private final String waitsIn;

  private ThreadView(long tid, String name, char state, long cpuTicks, String waitsIn) {
    this.tid = tid;
    this.name = name;
    this.state = state;
    this.cpuTicks = cpuTicks;
    this.waitsIn = waitsIn;
  }

  /**
   * Reads a line of {@code stat}. The name stands in parentheses and may itself hold spaces and
   * parentheses, so the last closing one counts, see proc_pid_stat(5).
   *
   * @return null when the line is not one
   */
  static @Nullable ThreadView parse(String stat, String waitsIn) {
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 1 || close < open) {
      return null;
    }
    String[] rest = stat.substring(close + 1).trim().split("\\s+");
    if (rest.length < 13) {
      return null;
    }
    try {
      long tid = Long.parseLong(stat.substring(0, open).trim());
      long ticks = Long.parseLong(rest[11]) + Long.parseLong(rest[12]); // utime, stime
      return new ThreadView(
          tid, stat.substring(open + 1, close), rest[0].charAt(0), ticks, waitsIn);
    } catch (NumberFormatException strange) {
      return null;
    }
  }

  /** The native id: {@code nid} in a thread dump, where it stands in hexadecimal before Java 21. */
  public long tid() {
    return tid;
  }

  /** The first 15 bytes of the thread's name. */
  public String name() {
    return name;
  }

  /** The letter of the state, as {@link ProcessStatus#state}. */
  public char state() {
    return state;
  }

  /** CPU time used so far, in ticks of 10 ms. */
  public long cpuTicks() {
    return cpuTicks;
  }

  /** The kernel function it sleeps in; empty when it runs or the kernel does not tell us. */
  public String waitsIn() {
    return waitsIn;
  }
}
