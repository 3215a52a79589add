package dev.jflare.profile;

import one.jfr.JfrClass;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/**
 * JDK events that the reader does not know. It makes them by reflection, so the classes and their
 * constructors are public; fields come in the order of the JDK's metadata.xml, which for these has
 * only grown in the places asked for here (compared on 8, 11, 17, 21, 25).
 */
final class JdkEvents {
  private JdkEvents() {}

  /** A thread waited in {@code Object.wait}. */
  public static final class MonitorWait extends Event {
    final long duration;
    final int classId;

    public MonitorWait(JfrReader in) {
      this(in, in.getVarlong(), in.getVarlong());
    }

    private MonitorWait(JfrReader in, long time, long duration) {
      this(time, in.getVarint(), in.getVarint(), duration, in.getVarint());
    }

    MonitorWait(long time, int thread, int stackTrace, long duration, int classId) {
      super(time, thread, stackTrace);
      this.duration = duration;
      this.classId = classId;
    }
  }

  /** A thread has used this much CPU time since its last sample (Java 25 and later). */
  public static final class CpuTime extends Event {
    final long period;
    final boolean biased;

    public CpuTime(JfrReader in) {
      this(in.getVarlong(), in.getVarint(), in.getVarint(), in.getBoolean(), in);
    }

    /** A sample without a stack ({@code failed}) has used CPU time all the same. */
    private CpuTime(long time, int stackTrace, int thread, boolean unusedFailed, JfrReader in) {
      this(time, thread, stackTrace, in.getVarlong(), in.getBoolean());
    }

    CpuTime(long time, int thread, int stackTrace, long period, boolean biased) {
      super(time, thread, stackTrace);
      this.period = period;
      this.biased = biased;
    }
  }

  /** CPU time samples that did not fit into a thread's queue. */
  public static final class CpuTimeLost extends Event {
    final int samples;

    public CpuTimeLost(JfrReader in) {
      this(in, in.getVarlong(), in.getVarint());
    }

    private CpuTimeLost(JfrReader in, long time, int samples) {
      this(time, in.getVarint(), samples);
    }

    CpuTimeLost(long time, int thread, int samples) {
      super(time, thread, 0);
      this.samples = samples;
    }
  }

  /** A thread begins; the stack is that of the thread that started it. */
  public static final class ThreadStart extends Event {
    public ThreadStart(JfrReader in) {
      this(in, in.getVarlong(), in.getVarint());
    }

    private ThreadStart(JfrReader in, long time, int thread) {
      super(time, thread, hasStack(in) ? in.getVarint() : 0);
    }

    private static boolean hasStack(JfrReader in) {
      JfrClass type = in.typesByName.get("jdk.ThreadStart");
      return type != null && type.field("stackTrace") != null;
    }
  }

  /** An object that JFR picked when it was allocated, and that is still alive. */
  public static final class OldObject extends Event {
    final long allocationTime;
    final long size;

    public OldObject(JfrReader in) {
      this(in, in.getVarlong(), in.getVarlong());
    }

    private OldObject(JfrReader in, long time, long unusedDuration) {
      this(in, time, in.getVarint(), in.getVarint());
      assert unusedDuration >= 0;
    }

    private OldObject(JfrReader in, long time, int thread, int stackTrace) {
      this(time, thread, stackTrace, in.getVarlong(), hasSize(in) ? in.getVarlong() : 0);
    }

    OldObject(long time, int thread, int stackTrace, long allocationTime, long size) {
      super(time, thread, stackTrace);
      this.allocationTime = allocationTime;
      this.size = size;
    }

    private static boolean hasSize(JfrReader in) {
      JfrClass type = in.typesByName.get("jdk.OldObjectSample");
      return type != null && type.field("objectSize") != null; // since Java 21
    }
  }
}
