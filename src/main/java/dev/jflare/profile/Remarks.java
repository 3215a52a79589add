package dev.jflare.profile;

import dev.jflare.pprof.ProfileBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader of a profile has to know to trust it as far as it goes and no further. */
final class Remarks {
  /** The most objects that async-profiler follows at a time. */
  private static final int LIVE_LIMIT = 1024;

  private final Recordings recordings;
  private final List<String> general = new ArrayList<>();
  private int liveObjects;
  private double raised = 1;
  private double cpuNanos = -1;

  Remarks(Recordings recordings) {
    this.recordings = recordings;
  }

  void add(String remark) {
    general.add(remark);
  }

  void liveObjects(int count) {
    this.liveObjects = count;
  }

  /** The CPU time that all samples together stand for. */
  void cpuNanos(double nanos) {
    this.cpuNanos = nanos;
  }

  /** Allocations were multiplied by this, to meet what the JVM counted. */
  void raised(double factor) {
    this.raised = factor;
  }

  void writeTo(ProfileBuilder profile, ProfileKind kind) {
    String engine = recordings.engine(kind);
    profile.comment(
        recordings.fact(Fact.SERVICE, "")
            + ", pid "
            + recordings.fact(Fact.PID, "?")
            + ", Java "
            + recordings.fact(Fact.JAVA, "?"));
    if (engine.equals(Fact.NO_ENGINE)) {
      profile.comment("nothing could be recorded, so there are no samples");
    } else {
      profile.comment("recorded with " + engineInFull(engine));
      String why = recordings.fact(Fact.reason(kind), "");
      if (!why.isEmpty()) {
        profile.comment("this engine because: " + why);
      }
      about(profile, kind, engine.equals(Fact.ASYNC_PROFILER));
      if (engine.equals(Fact.ASYNC_PROFILER)) {
        aboutLosses(profile);
      }
    }
    if (!recordings.endedEarly().isEmpty()) {
      profile.comment("ended early: " + recordings.endedEarly());
    }
    if (!engine.equals(Fact.ASYNC_PROFILER)) {
      for (String refusal : recordings.refusals()) {
        profile.comment("not to be had: " + refusal);
      }
    }
    for (String remark : general) {
      profile.comment(remark);
    }
  }

  private String engineInFull(String engine) {
    return engine.equals(Fact.ASYNC_PROFILER)
        ? "async-profiler " + recordings.fact(Fact.AP_VERSION, "")
        : "JFR, the JDK's own recorder";
  }

  private void about(ProfileBuilder profile, ProfileKind kind, boolean async) {
    switch (kind) {
      case CPU:
        aboutCpu(profile, async);
        break;
      case FIRST_HEAP:
      case SECOND_HEAP:
        // of a session that goes on, Answer knows since when and as of when
        if (!recordings.facts().containsKey(Fact.CONTINUOUS)) {
          aboutSession(profile, kind);
        }
        aboutHeap(profile, async);
        break;
      case MUTEX:
        aboutMutex(profile, async);
        break;
      case BLOCK:
        profile.comment(
            "parked, in Object.wait, or at a monitor: see the label kind; no sleep, no I/O");
        aboutThreshold(profile);
        break;
    }
  }

  private void aboutCpu(ProfileBuilder profile, boolean async) {
    if (async) {
      profile.comment("a sample for each 10 ms of CPU time, threads of the JVM included");
      aboutLostTicks(profile);
    } else if (Boolean.parseBoolean(recordings.fact(Fact.JFR_CPU_TIME, "false"))) {
      profile.comment("the CPU time between one sample of a thread and the next, 10 ms or more");
    } else if (recordings.number(Fact.CPU_IN_WINDOW, 0) > 0) {
      profile.comment("scaled: the CPU time of the whole process, divided as the samples fell");
      profile.comment("cpu: the shares are rough where threads take turns");
    } else {
      profile.comment("samples only: the JVM does not tell its CPU time");
    }
  }

  /** The profiler counts over all its events, so this is said of each profile. */
  private void aboutLosses(ProfileBuilder profile) {
    String all = recordings.fact(Fact.AP_SAMPLES, "?");
    long skipped = recordings.number(Fact.AP_SKIPPED, 0);
    if (skipped > 0) {
      profile.comment("skipped: " + skipped + " of " + all + " events of the session");
    }
    long overflowed = recordings.number(Fact.AP_OVERFLOWS, 0);
    if (overflowed > 0) {
      profile.comment(
          overflowed + " stacks of the session did not fit into memory, and are missing");
    }
  }

  /**
   * A timer that fires while the one before is not yet delivered is lost, which happens where many
   * compete for the CPU; and a thread with less than 10 ms has no sample. Which of the two it was
   * cannot be told, so nothing is scaled.
   */
  private void aboutLostTicks(ProfileBuilder profile) {
    long spent = recordings.number(Fact.CPU_IN_WINDOW, 0);
    long percent = spent == 0 ? 100 : Math.round(100 * cpuNanos / spent);
    if (cpuNanos >= 0 && percent < 95) {
      profile.comment(
          "cpu: only "
              + percent
              + " % of the process's CPU time: the CPU was busy, or threads were short-lived");
    }
  }

  private void aboutSession(ProfileBuilder profile, ProfileKind kind) {
    if (kind == ProfileKind.FIRST_HEAP) {
      profile.comment("alloc: from the start of the session until the window began");
      profile.comment("inuse: of those, what was still alive when the window ended");
    } else {
      profile.comment("alloc: from the start of the session until the window ended");
      profile.comment("inuse: of those, what was alive at the end; -base the first heap profile");
    }
    profile.comment("only objects allocated while recording, since the session began");
    boolean collected =
        recordings.number(Fact.LAST_COLLECTION, 0) > recordings.number(Fact.SESSION_START, 0);
    profile.comment(
        collected
            ? "inuse: as of the last garbage collection, as in Go"
            : "inuse: no garbage collection since the session began, so garbage is in it");
  }

  private void aboutHeap(ProfileBuilder profile, boolean async) {
    if (!async) {
      aboutJfrHeap(profile);
      return;
    }
    profile.comment(
        "unsampled, one sample for each "
            + recordings.fact(Fact.AP_ALLOC_INTERVAL, "?")
            + " bytes on average");
    if (feature() >= 11 && feature() < 17) { // WeightsTest has this sampler
      profile.comment(
          "alloc, inuse: this JVM picks objects of about that size too often, by a fifth at most");
    }
    if (!recordings.followsObjects()) {
      profile.comment("inuse: unknown, this JVM cannot follow objects");
    }
    if (liveObjects >= LIVE_LIMIT) {
      profile.comment("inuse: too low, more than " + LIVE_LIMIT + " sampled objects stayed alive");
    }
  }

  private void aboutJfrHeap(ProfileBuilder profile) {
    profile.comment("inuse: survivors that JFR picked, each as it is, not scaled; hints, no sizes");
    int feature = feature();
    if (feature >= 16) {
      profile.comment("alloc_objects: unknown, JFR tells bytes only");
      profile.comment("alloc: the shares of sites are rough, JFR picks a few of many allocations");
    } else {
      profile.comment("alloc_objects: estimated of the sizes of thread-local buffers");
      if (feature == 8) { // its C1 stubs refill TLABs without telling the JVM; gone in Java 11
        profile.comment("alloc: too low for code that only the first compiler (C1) has compiled");
      }
    }
    if (raised > 1) {
      String factor = String.format(Locale.ROOT, "%.2f", raised);
      profile.comment("alloc: multiplied by " + factor + ", to meet the JVM's count of all bytes");
    }
  }

  private void aboutMutex(ProfileBuilder profile, boolean async) {
    profile.comment("shown where threads wait, while Go shows who made them wait");
    if (async) {
      profile.comment(
          "unsampled; waits below "
              + recordings.fact(Fact.AP_LOCK_INTERVAL, "?")
              + " ns are sampled in proportion to their length, longer ones are complete");
    } else {
      aboutThreshold(profile);
    }
  }

  private void aboutThreshold(ProfileBuilder profile) {
    profile.comment("waits below " + recordings.fact(Fact.JFR_THRESHOLD, "?") + " ns are missing");
    if (feature() >= 24) {
      profile.comment("virtual threads: JFR does not record their waits");
    } else if (feature() >= 21) {
      profile.comment("virtual threads: JFR records waits that hold their carrier, as at monitors");
    }
  }

  private int feature() {
    return JavaBuild.parse(recordings.fact(Fact.JAVA, "")).feature();
  }
}
