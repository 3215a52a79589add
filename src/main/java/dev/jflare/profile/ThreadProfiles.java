package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileBuilder;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The two profiles that need no recording: what threads there are, and how many there ever were.
 */
public final class ThreadProfiles {
  private ThreadProfiles() {}

  /** The stacks of all platform threads now, as a message of profile.proto. */
  public static byte[] goroutines() {
    ProfileBuilder profile = GoProfile.GOROUTINE.newProfile(1);
    profile.timeNanos(OngoingRecording.nowNanos());
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      List<Frame> frames = new ArrayList<>();
      for (StackTraceElement frame : entry.getValue()) {
        String type = JavaNames.type(frame.getClassName());
        String file = JavaNames.file(type);
        frames.add(Frame.java(type + '.' + frame.getMethodName(), file, frame.getLineNumber()));
      }
      String state = entry.getKey().getState().name();
      profile.sample(frames, Collections.singletonMap("state", state), 1);
    }
    return profile.build();
  }

  /** How many threads were ever started, as a message of profile.proto. */
  public static byte[] threadsStarted() {
    ProfileBuilder profile = GoProfile.THREADCREATE.newProfile(1);
    profile.timeNanos(OngoingRecording.nowNanos());
    Frame frame = Frame.nativeCode("[started threads]", "");
    profile.sample(
        Collections.singletonList(frame),
        Collections.emptyMap(),
        ManagementFactory.getThreadMXBean().getTotalStartedThreadCount());
    return profile.build();
  }
}
