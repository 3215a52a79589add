package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import dev.jflare.pprof.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import one.jfr.ClassRef;
import one.jfr.Dictionary;
import one.jfr.JfrReader;
import one.jfr.MethodRef;
import one.jfr.StackTrace;

/**
 * Turns the ids of one chunk of a recording into names. Ids start anew in each chunk, so this lives
 * as long as its chunk; equal stacks of different chunks are made one by the given pool.
 */
final class ChunkNames {
  private static final Stack UNKNOWN =
      new Stack(java.util.Collections.singletonList(Frame.nativeCode("[unknown]", "")));

  private final JfrReader chunk;
  private final StackPool pool;
  private final Dictionary<Stack> stacks = new Dictionary<>();
  private final Dictionary<Frame> frames = new Dictionary<>();
  private final Dictionary<String> types = new Dictionary<>();
  private final Set<Integer> nativeTypes = new HashSet<>();
  private final int javaNative;

  ChunkNames(JfrReader chunk, StackPool pool) {
    this.chunk = chunk;
    this.pool = pool;
    // async-profiler says which frames are not Java; the JDK calls a native Java method "Native"
    boolean async = chunk.getEnumKey("jdk.types.FrameType", "Kernel") >= 0;
    int nativeType = chunk.getEnumKey("jdk.types.FrameType", "Native");
    this.javaNative = async ? -1 : nativeType;
    if (async) {
      nativeTypes.add(nativeType);
      nativeTypes.add(chunk.getEnumKey("jdk.types.FrameType", "C++"));
      nativeTypes.add(chunk.getEnumKey("jdk.types.FrameType", "Kernel"));
    }
  }

  /** Never empty: an event without a stack gets one frame that says so. */
  Stack stack(int id) {
    if (id == 0) { // no stack, and no key
      return UNKNOWN;
    }
    Stack stack = stacks.get(id);
    if (stack == null) {
      stack = read(chunk.stackTraces.get(id));
      stacks.put(id, stack);
    }
    return stack;
  }

  /** Whether a stack has frames. */
  boolean hasStack(int id) {
    StackTrace trace = id == 0 ? null : chunk.stackTraces.get(id);
    return trace != null && trace.methods.length > 0;
  }

  /** Whether the JDK says that the running method is a native one. */
  boolean endsInNativeMethod(int stackId) {
    StackTrace trace = chunk.stackTraces.get(stackId);
    return trace != null && trace.types.length > 0 && trace.types[0] == javaNative;
  }

  /** Dotted name, empty when unknown. */
  String type(long classId) {
    String type = types.get(classId);
    if (type == null) {
      ClassRef ref = chunk.classes.get(classId);
      type = ref == null ? "" : JavaNames.type(symbol(ref.name));
      types.put(classId, type);
    }
    return type;
  }

  /** Name of a thread, empty when unknown. */
  String thread(int id) {
    String name = chunk.threads.get(id);
    return name == null ? "" : name;
  }

  private Stack read(@Nullable StackTrace trace) {
    if (trace == null || trace.methods.length == 0) {
      return UNKNOWN;
    }
    List<Frame> list = new ArrayList<>(trace.methods.length);
    for (int i = 0; i < trace.methods.length; i++) {
      list.add(frame(trace.methods[i], trace.locations[i] >>> 16, trace.types[i]));
    }
    return pool.stack(list);
  }

  private Frame frame(long method, int line, int type) {
    long key = method << 24 ^ (long) line << 4 ^ type;
    Frame frame = frames.get(key);
    if (frame == null) {
      frame = pool.frame(newFrame(chunk.methods.get(method), line, type));
      frames.put(key, frame);
    }
    return frame;
  }

  private Frame newFrame(@Nullable MethodRef method, int line, int type) {
    if (method == null) {
      return Frame.nativeCode("[unknown]", "");
    }
    String name = symbol(method.name);
    if (nativeTypes.contains(type)) {
      ClassRef library = chunk.classes.get(method.cls);
      return Frame.nativeCode(name, library == null ? "" : symbol(library.name));
    }
    String owner = type(method.cls);
    return owner.isEmpty()
        ? Frame.nativeCode(name, "")
        : Frame.java(owner + '.' + name, JavaNames.file(owner), line);
  }

  private String symbol(long id) {
    byte[] bytes = chunk.symbols.get(id);
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
