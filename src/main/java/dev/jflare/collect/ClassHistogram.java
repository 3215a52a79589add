package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.profile.HeapClasses;
import dev.jflare.time.Deadline;
import dev.jflare.time.EpochNanos;
import java.io.IOException;

/**
 * How many objects of which class the heap holds. By itself because it stops the JVM for as long as
 * a walk over the heap takes. Always with {@code -all}: without it the command collects all garbage
 * first, seconds on a large heap (reference bundle-peers 3.5).
 */
final class ClassHistogram implements Collector {
  private static final String COMMAND = "GC.class_histogram";

  private final Jvm jvm;

  ClassHistogram(Jvm jvm) {
    this.jvm = jvm;
  }

  @Override
  public String id() {
    return "histogram";
  }

  @Override
  public String about() {
    return "objects by class, dead ones included; pauses the JVM for a walk over its heap";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (!jvm.commands().contains(COMMAND)) {
      throw new SkippedException("this JVM has no " + COMMAND);
    }
    String path = "jvm/GC.class_histogram.txt";
    String histogram;
    try {
      histogram = jvm.costlyCommand(COMMAND, "-all");
    } catch (IOException refused) {
      evidence.gap(path, Reason.of(refused));
      return;
    }
    long now = EpochNanos.now();
    evidence.text(path, histogram);
    evidence.pprof(Profiles.path(jvm, "heap-classes"), HeapClasses.of(histogram, now));
  }
}
