package dev.jflare.jvm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Our own process id. Java 8 has no call for it; ProcessHandle came with 9. */
public final class OwnPid {
  private OwnPid() {}

  /** The pid, or -1 where nothing tells it. */
  public static long get() {
    try {
      return Long.parseLong(Files.readSymbolicLink(Paths.get("/proc/self")).toString());
    } catch (IOException | RuntimeException noProc) {
      return fromManagement();
    }
  }

  /** HotSpot and OpenJ9 name a runtime {@code PID@HOST}; the specification leaves it open. */
  private static long fromManagement() {
    try {
      String name = ManagementFactory.getRuntimeMXBean().getName();
      return Long.parseLong(name.substring(0, name.indexOf('@')));
    } catch (RuntimeException | LinkageError unknown) {
      return -1;
    }
  }
}
