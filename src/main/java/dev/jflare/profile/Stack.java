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
