package dev.jflare.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.PerfData;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;

/**
 * Raw counters of the JVM at one moment, for a reader who takes the difference of two flares. All
 * times since the start of the JVM.
 */
final class Counters implements Collector {
  private final Jvm jvm;
  private final ProcessView self;

  Counters(Jvm jvm, ProcessView self) {
    this.jvm = jvm;
    this.self = self;
  }

  @Override
  public String id() {
    return "counters";
  }

  @Override
  public String about() {
    return "garbage collection, memory pools, threads, classes, compilation, CPU, safepoints";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("timeMillis", System.currentTimeMillis());
      json.writeNumberField("uptimeMillis", jvm.uptime().toMillis());
      json.writeNumberField("processCpuNanos", jvm.processCpuNanos());
      json.writeNumberField("processors", Runtime.getRuntime().availableProcessors());
      collectors(json);
      memory(json);
      pools(json);
      buffers(json);
      threads(json);
      classes(json);
      safepoints(json, evidence);
      json.writeEndObject();
    } catch (LinkageError noManagement) {
      throw new SkippedException("this JVM has no module java.management");
    }
    evidence.text("jvm/counters.json", text.getBuffer());
  }

  private static void collectors(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("garbageCollectors");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      json.writeStartObject();
      json.writeStringField("name", gc.getName());
      json.writeNumberField("count", gc.getCollectionCount());
      json.writeNumberField("millis", gc.getCollectionTime());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void memory(JsonGenerator json) throws IOException {
    usage(json, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
    usage(json, "nonHeap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
    json.writeNumberField(
        "pendingFinalization",
        ManagementFactory.getMemoryMXBean().getObjectPendingFinalizationCount());
  }

  private static void pools(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("memoryPools");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      json.writeStartObject();
      json.writeStringField("name", pool.getName());
      json.writeStringField("type", pool.getType().name());
      usage(json, "now", pool.getUsage());
      usage(json, "peak", pool.getPeakUsage());
      usage(json, "afterCollection", pool.getCollectionUsage());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Bytes; a pool that is gone or never collected has no usage. */
  private static void usage(JsonGenerator json, String name, @Nullable MemoryUsage usage)
      throws IOException {
    if (usage == null) {
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeNumberField("usedBytes", usage.getUsed());
    json.writeNumberField("committedBytes", usage.getCommitted());
    json.writeNumberField("maxBytes", usage.getMax());
    json.writeEndObject();
  }

  private static void buffers(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("bufferPools");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      json.writeStartObject();
      json.writeStringField("name", pool.getName());
      json.writeNumberField("count", pool.getCount());
      json.writeNumberField("usedBytes", pool.getMemoryUsed());
      json.writeNumberField("capacityBytes", pool.getTotalCapacity());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void threads(JsonGenerator json) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    json.writeObjectFieldStart("threads");
    json.writeNumberField("now", threads.getThreadCount());
    json.writeNumberField("peak", threads.getPeakThreadCount());
    json.writeNumberField("daemon", threads.getDaemonThreadCount());
    json.writeNumberField("started", threads.getTotalStartedThreadCount());
    json.writeEndObject();
  }

  private static void classes(JsonGenerator json) throws IOException {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    json.writeObjectFieldStart("classes");
    json.writeNumberField("now", classes.getLoadedClassCount());
    json.writeNumberField("loaded", classes.getTotalLoadedClassCount());
    json.writeNumberField("unloaded", classes.getUnloadedClassCount());
    json.writeEndObject();
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    if (compiler != null && compiler.isCompilationTimeMonitoringSupported()) {
      json.writeNumberField("compilationMillis", compiler.getTotalCompilationTime());
    }
  }

  private void safepoints(JsonGenerator json, Evidence evidence) throws IOException {
    PerfData.Safepoints safepoints = null;
    try {
      safepoints = PerfData.of(self).safepoint().orElse(null);
    } catch (IOException e) {
      evidence.note("safepoints", Reason.of(e));
    }
    if (safepoints != null) {
      json.writeObjectFieldStart("safepoints");
      json.writeNumberField("count", safepoints.count());
      json.writeNumberField("nanos", safepoints.total().toNanos());
      json.writeEndObject();
    }
  }
}
