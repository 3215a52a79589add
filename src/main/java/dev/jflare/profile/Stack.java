package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import dev.jflare.pprof.Frame;
import java.util.List;

/** A call stack, the running method first. Equal stacks are usually one object: see Stacks. */
final class Stack {
  private final List<Frame> frames;
  private final int hash;
  private @Nullable Stack outsideLock;

  Stack(List<Frame> frames) {
    this.frames = frames;
    this.hash = frames.hashCode();
  }

  List<Frame> frames() {
    return frames;
  }

  /**
   * {@code true} when a virtual thread runs it, else empty, as a label says it: the recorded
   * threads do not tell. Each virtual thread begins in that method; of one that has been parked
   * async-profiler sees only what has run since, down to the JVM's return barrier (seen on 25).
   */
  String virtual() {
    for (int i = frames.size() - 1; i >= 0; i--) {
      String function = frames.get(i).function();
      if (function.equals("java.lang.VirtualThread.run") || function.equals("cont_returnBarrier")) {
        return "true";
      }
    }
    return "";
  }

  /** The same stack without the inside of the lock it waits in. */
  Stack outsideLock() {
    Stack outside = outsideLock;
    if (outside == null) {
      List<Frame> trimmed = LockFrames.trim(frames);
      outside = trimmed.size() == frames.size() ? this : new Stack(trimmed);
      outsideLock = outside;
    }
    return outside;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Stack
            && ((Stack) other).hash == hash
            && ((Stack) other).frames.equals(frames));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
