package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What makes two events the same row; a part that does not apply is empty. */
final class SampleKey {
  private final Stack stack;
  private final String type;
  private final String thread;
  private final String kind;

  SampleKey(Stack stack, String type, String thread, String kind) {
    this.stack = stack;
    this.type = type;
    this.thread = thread;
    this.kind = kind;
  }

  /** The same row of every thread. */
  SampleKey withoutThread() {
    return thread.isEmpty() ? this : new SampleKey(stack, type, "", kind);
  }

  Stack stack() {
    return stack;
  }

  List<Frame> frames() {
    return stack.frames();
  }

  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("class", type);
    labels.put("kind", kind);
    labels.put("thread", thread);
    return labels;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof SampleKey)) {
      return false;
    }
    SampleKey that = (SampleKey) other;
    return stack.equals(that.stack)
        && type.equals(that.type)
        && thread.equals(that.thread)
        && kind.equals(that.kind);
  }

  @Override
  public int hashCode() {
    return ((stack.hashCode() * 31 + type.hashCode()) * 31 + thread.hashCode()) * 31
        + kind.hashCode();
  }
}
