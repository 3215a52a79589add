package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes equal stacks one object, and equal frames within them: each chunk of a recording brings its
 * own tables, and without this a session of days would keep one copy of every name for each.
 */
final class StackPool {
  private final Map<Stack, Stack> stacks = new HashMap<>();
  private final Map<Frame, Frame> frames = new HashMap<>();

  Frame frame(Frame frame) {
    Frame known = frames.putIfAbsent(frame, frame);
    return known == null ? frame : known;
  }

  Stack stack(List<Frame> leafFirst) {
    Stack stack = new Stack(leafFirst);
    Stack known = stacks.putIfAbsent(stack, stack);
    return known == null ? stack : known;
  }

  /** Keeps a stack of another pool, for a pool that is made anew of what is still in use. */
  void keep(Stack stack) {
    if (stacks.putIfAbsent(stack, stack) == null) {
      for (Frame frame : stack.frames()) {
        frames.putIfAbsent(frame, frame);
      }
    }
  }

  int size() {
    return stacks.size();
  }
}
