package dev.jflare.profile;

import dev.jflare.pprof.Labels;
import dev.jflare.profile.JdkEvents.CpuTime;
import dev.jflare.profile.JdkEvents.CpuTimeLost;
import dev.jflare.profile.JdkEvents.MonitorWait;
import dev.jflare.profile.JdkEvents.OldObject;
import dev.jflare.profile.JdkEvents.ThreadStart;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;

/**
 * Adds up the events of the JDK. Another recording in the same JVM may have put more into the file
 * than we asked for, so only what belongs to a profile made of JFR is taken.
 */
final class JdkEventSums extends RecordingFile.Visitor {
  private final ProfileTables tables;
  private final boolean throttled;
  private final boolean cpu;
  private final boolean heap;
  private final boolean mutex;
  private final boolean block;
  private final boolean cpuTime;
  private final FirstSamples sampled;
  private long lost;
  private long biased;

  /**
   * @param feature Java version of the recorded JVM: from 16 on allocations are sampled, before
   *     that every new TLAB is an event
   * @param sampled is the same for all files of a session
   */
  JdkEventSums(ProfileTables tables, int feature, FirstSamples sampled) {
    this.tables = tables;
    this.throttled = feature >= 16;
    this.cpu = tables.madeOf(Fact.JFR, ProfileKind.CPU);
    this.cpuTime = cpu && tables.samplesCpuTime();
    this.heap = tables.madeOf(Fact.JFR, ProfileKind.SECOND_HEAP);
    this.mutex = tables.madeOf(Fact.JFR, ProfileKind.MUTEX);
    this.block = tables.madeOf(Fact.JFR, ProfileKind.BLOCK);
    this.sampled = sampled;
  }

  @Override
  void event(Event event) {
    if (event instanceof ContendedLock) {
      contention((ContendedLock) event);
    } else if (event instanceof MonitorWait) {
      MonitorWait wait = (MonitorWait) event;
      addWait(wait, ProfileKind.BLOCK, "wait", names().type(wait.classId), wait.duration);
    } else if (event instanceof ThreadStart) {
      started((ThreadStart) event);
    } else if (cpuTime && event instanceof CpuTime) {
      cpuTime((CpuTime) event);
    } else if (cpuTime && event instanceof CpuTimeLost) {
      lost += ((CpuTimeLost) event).samples;
    } else if (cpu && !cpuTime && event instanceof ExecutionSample) {
      execution((ExecutionSample) event);
    } else if (heap && event instanceof AllocationSample) {
      allocation((AllocationSample) event);
    } else if (heap && event instanceof OldObject) {
      survivor((OldObject) event);
    }
  }

  /** Threads of the JVM itself have no stack here, and the JVM does not count them either. */
  private void started(ThreadStart event) {
    if (names().hasStack(event.stackTraceId)
        && ProfileTables.ofTheProgram(names().thread(event.tid))) {
      tables.addStartedThread(new SampleKey(names().stack(event.stackTraceId), Labels.NONE));
    }
  }

  private void cpuTime(CpuTime event) {
    biased += event.biased ? 1 : 0;
    tables.addCpu(epochNanos(event.time), cpuKey(event), nanos(event.period));
  }

  /** What a reader of the CPU profile should know, in the engine's own figures. */
  void addRemarks(Remarks remarks) {
    if (lost > 0) {
      remarks.add("cpu: " + lost + " samples of CPU time were lost");
    }
    if (biased > 0) {
      remarks.add("cpu: " + biased + " samples were taken at the next safepoint only");
    }
  }

  /** Native method samples look the same in the reader; they are of threads that mostly wait. */
  private void execution(ExecutionSample event) {
    if (!names().endsInNativeMethod(event.stackTraceId)) {
      tables.addCpu(epochNanos(event.time), cpuKey(event), 0);
    }
  }

  private void allocation(AllocationSample event) {
    long time = epochNanos(event.time);
    String type = names().type(event.classId);
    if (throttled && event.tlabSize == 0) {
      // allocationSize is a weight in bytes here, and the size of the object is not in the event
      SampleKey key = key(event, type, 0);
      long bytes = event.allocationSize;
      sampled.add(event.tid, javaThread(event.tid), time, key, bytes, this::sampled);
    } else if (!throttled) {
      long size = event.allocationSize;
      double weight = Weights.newBuffer(size, event.tlabSize);
      tables.addHeap(
          time, key(event, type, size), ProfileTables.ALLOC_OBJECTS, weight, weight * size);
    }
  }

  private void sampled(long time, SampleKey key, long bytes) {
    tables.addHeap(time, key, ProfileTables.ALLOC_OBJECTS, 0, (double) bytes);
  }

  private void survivor(OldObject event) {
    long allocated = epochNanos(event.allocationTime);
    if (tables.provenAlive(allocated)) {
      SampleKey key = key(event, "", event.size);
      tables.addHeap(allocated, key, ProfileTables.INUSE_OBJECTS, 1, (double) event.size);
    }
  }

  private void contention(ContendedLock event) {
    Stack stack = names().stack(event.stackTraceId);
    String type = names().type(event.classId);
    boolean parked = LockFrames.parked(stack);
    String kind = parked ? "park" : "monitor";
    addWait(event, ProfileKind.BLOCK, kind, type, event.duration);
    if (!parked || LockFrames.isLock(type)) {
      addWait(event, ProfileKind.MUTEX, kind, type, event.duration);
    }
  }

  private void addWait(Event event, ProfileKind profile, String kind, String type, long ticks) {
    String thread = names().thread(event.tid);
    if ((profile == ProfileKind.BLOCK ? block : mutex) && ProfileTables.ofTheProgram(thread)) {
      Stack stack = names().stack(event.stackTraceId).outsideLock();
      Labels waiter = Labels.of("class", type, "kind", kind, "thread", thread);
      Labels labels = waiter.with("virtual", stack.virtual());
      SampleKey key = new SampleKey(stack, traced(event, labels));
      tables.addWait(profile, key, 1, (double) nanos(ticks));
    }
  }

  private Labels traced(Event event, Labels labels) {
    return tables.scopes().label(labels, javaThread(event.tid), epochNanos(event.time));
  }

  private SampleKey cpuKey(Event event) {
    Stack stack = names().stack(event.stackTraceId);
    String thread = names().thread(event.tid);
    Labels labels = Labels.of("thread", thread, "virtual", stack.virtual());
    return new SampleKey(stack, traced(event, labels));
  }

  private SampleKey key(Event event, String type, long size) {
    Labels labels = ObjectSize.labels(type, names().thread(event.tid), size);
    return new SampleKey(names().stack(event.stackTraceId), labels);
  }
}
