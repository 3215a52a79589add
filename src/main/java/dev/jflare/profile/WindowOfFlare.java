package dev.jflare.profile;

import dev.jflare.pprof.GoProfile;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A window of a session that goes on, left in a folder as an on-demand recording leaves it. */
final class WindowOfFlare {
  private final Path folder;
  private final String service;

  WindowOfFlare(Path folder, String service) {
    this.folder = folder;
    this.service = service;
  }

  /** See {@link ContinuousProfiles#window}. */
  Recordings record(ProfilingSession session, Duration window)
      throws IOException, InterruptedException {
    History history = session.history();
    RawWindow raw = new RawWindow(folder);
    long from = session.look(true, false);
    long mark = history.mark();
    boolean interrupted = false;
    try {
      session.keep(raw);
      try {
        Pause.REAL.take(window);
      } catch (InterruptedException e) {
        interrupted = true; // what there is, is still to be written
      }
      long to = session.look(true, true);
      session.keepNoMore(raw);
      Recordings recordings = recordings(session, from, to, interrupted);
      write(session, mark, from, to);
      recordings.save();
      return recordings;
    } finally {
      session.keepNoMore(raw);
      history.release(mark);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The recordings of a window as one file; the folder is the caller's to delete with it. */
  Path recording(ProfilingSession session, Duration window)
      throws IOException, InterruptedException {
    RawWindow raw = new RawWindow(folder);
    session.look(true, false);
    session.keep(raw);
    try {
      Pause.REAL.take(window);
      session.look(true, false);
    } finally {
      session.keepNoMore(raw);
    }
    Path whole = folder.resolve("window.jfr");
    Recordings recordings = new Recordings(folder, session.facts().facts());
    if (!recordings.merged(whole)) {
      throw new IOException("no profiler could record: " + recordings.refusals());
    }
    Files.deleteIfExists(folder.resolve(Recordings.AP_FILE));
    Files.deleteIfExists(folder.resolve(Recordings.JDK_FILE));
    return whole;
  }

  private void write(ProfilingSession session, long mark, long from, long to) throws IOException {
    History history = session.history();
    SampleTable first = history.before(ProfileKind.SECOND_HEAP, mark);
    history.addAlive(first, 0, from, from);
    SampleTable second = history.all(ProfileKind.SECOND_HEAP);
    history.addAlive(second, 0, Long.MAX_VALUE, from);
    save(ProfileKind.FIRST_HEAP.id(), heap(session, ProfileKind.FIRST_HEAP, first, from));
    save(ProfileKind.SECOND_HEAP.id(), heap(session, ProfileKind.SECOND_HEAP, second, to));
    Answer cpu = new Answer(session);
    SampleTable in = history.since(ProfileKind.CPU, mark);
    save(ProfileKind.CPU.id(), cpu.write(GoProfile.PROFILE, ProfileKind.CPU, in, from, to - from));
    SampleTable before = history.before(ProfileKind.CPU, mark);
    long oldest = Math.min(from, history.oldest());
    save(
        Recordings.BEFORE_CPU,
        new Answer(session)
            .remark("the minutes before the window of the flare")
            .write(GoProfile.PROFILE, ProfileKind.CPU, before, oldest, from - oldest));
    for (ProfileKind kind : new ProfileKind[] {ProfileKind.MUTEX, ProfileKind.BLOCK}) {
      GoProfile go = GoProfile.valueOf(kind.name());
      save(kind.id(), new Answer(session).write(go, kind, history.all(kind), to, 0));
    }
  }

  private static byte[] heap(
      ProfilingSession session, ProfileKind kind, SampleTable table, long at) {
    return new Answer(session).cumulative(GoProfile.HEAP).write(GoProfile.HEAP, kind, table, at, 0);
  }

  private Recordings recordings(ProfilingSession session, long from, long to, boolean interrupted) {
    Map<String, String> facts = new TreeMap<>(session.facts().facts());
    facts.put(Fact.SERVICE, service);
    facts.put(Fact.WINDOW_START, Long.toString(from));
    facts.put(Fact.WINDOW_END, Long.toString(to));
    if (interrupted) {
      facts.put(Fact.ENDED_EARLY, "interrupted");
    }
    return new Recordings(folder, facts);
  }

  private void save(String id, byte[] profile) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.resolve(id + Recordings.READY))) {
      out.write(profile);
    }
  }
}
