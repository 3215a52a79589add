package dev.jflare.profile;

import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileBuilder;
import dev.jflare.profile.History.Survivors;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Profiles of a session that goes on, with Go's columns and times, and with what their reader has
 * to know: since when, what is missing, with which engine.
 */
final class Answer {
  private final ProfilingSession session;
  private final Recordings facts;
  private final List<String> remarks = new ArrayList<>();

  Answer(ProfilingSession session) {
    this.session = session;
    this.facts = session.facts();
    remark("counted since " + time(session.began()) + ", in a session that goes on");
    if (session.history().refused() > 0) {
      remark("[other]: stacks that came when the tables were full");
    }
    if (session.lostChunks() > 0) {
      remark(session.lostChunks() + " pieces of the recording could not be read");
    }
  }

  Answer remark(String text) {
    remarks.add(text);
    return this;
  }

  /** All since the session began. */
  Answer cumulative(GoProfile profile) {
    Survivors look = session.history().lastLook();
    if (isHeap(profile) && look == null) {
      remark("inuse: not looked at yet; a request for the heap profile does");
    } else if (isHeap(profile) && look != null) {
      // looking makes the profilers forget what they follow: a look is about the time since the
      // one before
      remark("inuse: looked at " + time(look.asOf) + ", allocated since " + time(look.since));
      remark(
          look.collected()
              ? "inuse: as of the last garbage collection, as in Go"
              : "inuse: no garbage collection in that time, so garbage is in it");
    }
    return this;
  }

  private static boolean isHeap(GoProfile profile) {
    return profile == GoProfile.HEAP || profile == GoProfile.ALLOCS;
  }

  /** What came between two looks. */
  Answer difference(GoProfile profile, long from, long to) {
    remark("difference of two looks, " + Duration.ofNanos(to - from).toMillis() + " ms apart");
    if (isHeap(profile)) {
      remark("inuse: allocated in between and alive at the end; what was freed does not show");
    }
    return this;
  }

  /**
   * The profile's bytes.
   *
   * @param at Go's time_nanos
   * @param durationNanos 0 for all since the beginning
   */
  byte[] write(GoProfile go, ProfileKind kind, SampleTable table, long at, long durationNanos) {
    ProfileBuilder profile = go.newProfile(period(kind));
    profile.timeNanos(at).durationNanos(durationNanos);
    if (isHeap(go) && !facts.followsObjects()) {
      profile.defaultSampleType("alloc_space"); // what is in use is not known well enough
    }
    Remarks all = new Remarks(facts);
    remarks.forEach(all::add);
    Survivors look = session.history().lastLook();
    all.liveObjects(look == null ? 0 : look.followed);
    all.raised(Double.parseDouble(facts.fact(Fact.RAISED, "1")));
    all.writeTo(profile, kind);
    table.writeTo(profile);
    return profile.build();
  }

  private long period(ProfileKind kind) {
    switch (kind) {
      case CPU:
        return AsyncCommand.INTERVAL_NANOS;
      case FIRST_HEAP:
      case SECOND_HEAP:
        return facts.number(Fact.AP_ALLOC_INTERVAL, 0);
      default:
        return 1;
    }
  }

  static String time(long epochNanos) {
    return Instant.ofEpochMilli(epochNanos / 1_000_000).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
