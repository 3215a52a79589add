package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import java.util.List;

/** What makes two events the same row: their stack and their labels. */
final class SampleKey {
  private final Stack stack;
  private final Labels labels;

  SampleKey(Stack stack, Labels labels) {
    this.stack = stack;
    this.labels = labels;
  }

  /** The same row of every thread. */
  SampleKey withoutThread() {
    Labels others = labels.without("thread");
    return others.equals(labels) ? this : new SampleKey(stack, others);
  }

  Stack stack() {
    return stack;
  }

  List<Frame> frames() {
    return stack.frames();
  }

  Labels labels() {
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SampleKey)) {
      return false;
    }
    SampleKey that = (SampleKey) other;
    return stack.equals(that.stack) && labels.equals(that.labels);
  }

  @Override
  public int hashCode() {
    int hash = stack.hashCode() * 31 + labels.hashCode();
    hash *= 0x9E3779B9; // the sizes of objects differ in few bits
    return hash ^ hash >>> 15;
  }
}
