package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Which copies of async-profiler are mapped into a process, as {@code /proc/PID/maps} tells. */
final class MappedProfilers {
  /** Our own file name starts so; the rest is a hash of the library. */
  static final String OUR_PREFIX = "jflare-libasyncProfiler-";

  private final @Nullable String foreign;
  private final boolean ours;

  private MappedProfilers(@Nullable String foreign, boolean ours) {
    this.foreign = foreign;
    this.ours = ours;
  }

  /** Sees nothing where there is no {@code /proc}, as on macOS. */
  static MappedProfilers ofThisProcess() {
    return of(Paths.get("/proc/self/maps"));
  }

  static MappedProfilers of(Path maps) {
    String foreign = null;
    boolean ours = false;
    // Latin-1, because a mapped file's name may be any bytes
    try (BufferedReader lines = Files.newBufferedReader(maps, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String name = line.substring(line.lastIndexOf('/') + 1);
        if (name.startsWith(OUR_PREFIX)) {
          ours = true;
        } else if (name.contains("libasyncProfiler") || name.contains("libjavaProfiler")) {
          foreign = name;
        }
      }
    } catch (IOException noProc) {
      return new MappedProfilers(null, false);
    }
    return new MappedProfilers(foreign, ours);
  }

  /**
   * Refuses to be the second: two copies steal each other's hooks, and the first one loses the
   * threads that begin after the second (reference profiles 3.7). Looks for the library, and for
   * the MBean that async-profiler's own agent registers, where no maps can be read.
   */
  static void requireNoOther(MBeanServer server) throws RefusedException {
    String foreign = ofThisProcess().foreign;
    if (foreign == null) {
      foreign = registered(server);
    }
    if (foreign != null) {
      throw new RefusedException("another profiler is in this process: " + foreign);
    }
  }

  private static @Nullable String registered(MBeanServer server) {
    try {
      for (ObjectName name : server.queryNames(new ObjectName("*:type=AsyncProfiler,*"), null)) {
        return "the MBean " + name;
      }
      return null;
    } catch (MalformedObjectNameException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** File name of a profiler that is not ours, or null. */
  @Nullable
  String foreign() {
    return foreign;
  }

  boolean hasOurs() {
    return ours;
  }
}
