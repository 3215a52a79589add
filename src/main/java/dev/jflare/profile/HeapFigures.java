package dev.jflare.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** How fast the program allocates and how much it keeps, to choose how often to sample. */
final class HeapFigures {
  private static final String[] LONG_ARRAY = {"[J"};

  /**
   * Java 8 and 11 look for each thread in a list, under a lock that stops threads from starting.
   */
  private static final int MOST_THREADS = 1_000;

  /** Assumed of a program that cannot be asked: many samples are worse than few. */
  private static final long UNKNOWN_BYTES_PER_SECOND = 1L << 30;

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
   * The figures of this JVM.
   *
   * @param before what {@link #allocatedBytes} said then, -1 when it said nothing
   * @param nanos how long ago that was
   */
  static HeapFigures since(long before, long nanos, MBeanServer server) {
    long now = allocatedBytes(server);
    long rate =
        before < 0 || now < before
            ? UNKNOWN_BYTES_PER_SECOND
            : (long) ((now - before) * 1e9 / Math.max(1, nanos));
    return of(rate, liveBytesNow());
  }

  /**
   * What all threads have allocated since they began. Where the JVM has no total of its own (before
   * Java 21 and late updates of 11 and 17), threads that ended are missing, so a difference may
   * come out too small. Java 8 has one in late updates, but it is wrong: 8u504 says 2,203 MB of a
   * program that has allocated 315.
   *
   * @return bytes, or -1 when the JVM does not count or counting would hold it up
   */
  static long allocatedBytes(MBeanServer server) {
    try {
      ObjectName threading = new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME);
      if (System.getProperty("java.specification.version", "").startsWith("1.")) {
        return allocatedBytesByThread(server, threading);
      }
      try {
        return (Long) server.getAttribute(threading, "TotalThreadAllocatedBytes");
      } catch (AttributeNotFoundException noTotal) {
        return allocatedBytesByThread(server, threading);
      }
    } catch (JMException | RuntimeException notCounted) {
      return -1;
    }
  }

  /** The highest id of a thread that is alive; ids of Java threads only grow. */
  static long newestThread() {
    long newest = 0;
    for (long id : ManagementFactory.getThreadMXBean().getAllThreadIds()) {
      newest = Math.max(newest, id);
    }
    return newest;
  }

  private static long allocatedBytesByThread(MBeanServer server, ObjectName threading)
      throws JMException {
    long[] ids = (long[]) server.getAttribute(threading, "AllThreadIds");
    if (ids.length > MOST_THREADS) {
      return -1;
    }
    // asked by name: com.sun.management is missing in some reduced images
    Object[] arguments = {ids};
    long sum = 0;
    for (long bytes :
        (long[]) server.invoke(threading, "getThreadAllocatedBytes", arguments, LONG_ARRAY)) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /** What the last garbage collections left, or when there was none, what is used. */
  private static long liveBytesNow() {
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
