package dev.jflare.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

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

  long bytesPerSecond() {
    return bytesPerSecond;
  }

  long liveBytes() {
    return liveBytes;
  }
}
