package dev.jflare.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** How fast the program allocates and how much it keeps, to choose how often to sample. */
final class HeapFigures {
  private static final String[] LONG_ARRAY = {"[J"};

  private final long bytesPerSecond;
  private final long liveBytes;

  private HeapFigures(long bytesPerSecond, long liveBytes) {
    this.bytesPerSecond = bytesPerSecond;
    this.liveBytes = liveBytes;
  }

  static HeapFigures of(long bytesPerSecond, long liveBytes) {
    return new HeapFigures(bytesPerSecond, liveBytes);
  }

  /**
   * What all threads but this one have allocated since they began. Threads that ended are missing,
   * so a difference may come out too small; never below zero.
   *
   * @return bytes, or 0 when the JVM does not count
   */
  static long allocatedBytes(MBeanServer server) {
    try {
      ObjectName threading = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
      long[] ids = (long[]) server.getAttribute(threading, "AllThreadIds");
      long self = Thread.currentThread().getId();
      // asked by name: com.sun.management is missing in some reduced images
      Object[] arguments = {ids};
      long[] bytes =
          (long[]) server.invoke(threading, "getThreadAllocatedBytes", arguments, LONG_ARRAY);
      long sum = 0;
      for (int i = 0; i < ids.length; i++) {
        sum += ids[i] == self ? 0 : Math.max(0, bytes[i]);
      }
      return sum;
    } catch (JMException | RuntimeException notCounted) {
      return 0;
    }
  }

  /** What the last garbage collections left, or when there was none, what is used. */
  static long liveBytesNow() {
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage kept = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      live += kept == null ? 0 : Math.max(0, kept.getUsed());
    }
    return live > 0 ? live : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * When the last garbage collection began that frees what died young; Go's heap profile shows what
   * is in use as of the last collection, and so do we. Collectors that mark while the program runs
   * report their pauses and partial work under names of their own, which are left out.
   *
   * @return nanoseconds since 1970, or 0 when there was none or the JVM does not tell
   */
  static long lastCollection(MBeanServer server) {
    long last = 0;
    try {
      long jvmStart = ManagementFactory.getRuntimeMXBean().getStartTime();
      ObjectName all =
          new ObjectName(ManagementFactory.GARBAGE_COLLECTOR_MXBEAN_DOMAIN_TYPE + ",*");
      for (ObjectName collector : server.queryNames(all, null)) {
        String name = collector.getKeyProperty("name");
        Object info = server.getAttribute(collector, "LastGcInfo");
        if (info instanceof CompositeData
            && !name.contains("Pauses")
            && !name.contains("Concurrent")) {
          last = Math.max(last, jvmStart + (Long) ((CompositeData) info).get("startTime"));
        }
      }
    } catch (JMException | RuntimeException notTold) {
      return 0;
    }
    return last * 1_000_000;
  }

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  long liveBytes() {
    return liveBytes;
  }
}
