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
   * {@code true} when a virtual thread runs it, else empty, as a label says it: each virtual thread
   * begins in this method, and the recorded threads do not tell.
   */
  String virtual() {
    for (int i = frames.size() - 1; i >= 0; i--) {
      if (frames.get(i).function().equals("java.lang.VirtualThread.run")) {
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
