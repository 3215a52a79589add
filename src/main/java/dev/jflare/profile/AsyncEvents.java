package dev.jflare.profile;

import dev.jflare.pprof.Labels;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;

/** Adds up the events of async-profiler. */
final class AsyncEvents extends RecordingFile.Visitor {
  private final ProfileTables tables;
  private final long interval;
  private final long allocInterval;
  private final long lockInterval;

  AsyncEvents(ProfileTables tables, Recordings recordings) {
    this.tables = tables;
    this.interval = recordings.number(Fact.AP_INTERVAL, AsyncCommand.INTERVAL_NANOS);
    this.allocInterval = recordings.number(Fact.AP_ALLOC_INTERVAL, 0);
    this.lockInterval = recordings.number(Fact.AP_LOCK_INTERVAL, 0);
  }

  @Override
  void event(Event event) {
    if (event instanceof AllocationSample) {
      allocation((AllocationSample) event);
    } else if (event instanceof ExecutionSample) {
      Stack stack = names().stack(event.stackTraceId);
      String thread = names().thread(event.tid);
      Labels labels = Labels.of("thread", thread, "virtual", stack.virtual());
      SampleKey key = new SampleKey(stack, traced(event, labels));
      tables.addCpu(epochNanos(event.time), key, interval);
    } else if (event instanceof LiveObject) {
      live((LiveObject) event);
    } else if (event instanceof ContendedLock) {
      contention((ContendedLock) event);
    }
  }

  private void allocation(AllocationSample event) {
    long size = event.allocationSize;
    double weight = Weights.asyncAllocation(size, event.tlabSize, allocInterval);
    SampleKey key = key(event, names().type(event.classId), size);
    tables.addHeap(epochNanos(event.time), key, ProfileTables.ALLOC_OBJECTS, weight, weight * size);
  }

  private void live(LiveObject event) {
    long size = event.allocationSize;
    double weight = Weights.allocation(size, allocInterval);
    SampleKey key = key(event, names().type(event.classId), size);
    long allocated = epochNanos(event.allocationTime);
    tables.liveObjects++;
    if (tables.provenAlive(allocated)) {
      tables.addHeap(allocated, key, ProfileTables.INUSE_OBJECTS, weight, weight * size);
    }
  }

  private void contention(ContendedLock event) {
    String thread = names().thread(event.tid);
    if (!tables.madeOf(Fact.ASYNC_PROFILER, ProfileKind.MUTEX)
        || !ProfileTables.ofTheProgram(thread)) {
      return;
    }
    Stack stack = names().stack(event.stackTraceId);
    String kind = LockFrames.parked(stack) ? "park" : "monitor";
    Labels labels = Labels.of("class", names().type(event.classId), "kind", kind, "thread", thread);
    SampleKey key = new SampleKey(stack.outsideLock(), traced(event, labels));
    long nanos = nanos(event.duration);
    double contentions = Weights.contentions(nanos, lockInterval);
    tables.addWait(
        ProfileKind.MUTEX, key, contentions, Weights.contentionNanos(nanos, lockInterval));
  }

  private Labels traced(Event event, Labels labels) {
    return tables.scopes().label(labels, javaThread(event.tid), epochNanos(event.time));
  }

  private SampleKey key(Event event, String type, long size) {
    Labels labels = ObjectSize.labels(type, names().thread(event.tid), size);
    return new SampleKey(names().stack(event.stackTraceId), labels);
  }
}
