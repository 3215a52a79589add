package dev.jflare.cli.attach;

import dev.jflare.archive.Evidence;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Profiles;
import dev.jflare.collect.SkippedException;
import dev.jflare.exchange.Exchange;
import dev.jflare.flare.FlareRequest;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.profile.OutsideRecording;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The profiles of a JVM that lets no agent in: of JFR, by diagnostic commands. */
final class CommandedProfiles implements Collector {
  /** Starting JFR, stopping it, and converting what it recorded. */
  private static final Duration AROUND = Duration.ofSeconds(15);

  private final ProcessView process;
  private final CommandedJvm jvm;
  private final FlareRequest request;
  private final Log log;

  CommandedProfiles(ProcessView process, CommandedJvm jvm, FlareRequest request, Log log) {
    this.process = process;
    this.jvm = jvm;
    this.request = request;
    this.log = log;
  }

  @Override
  public String id() {
    return Profiles.ID;
  }

  @Override
  public String about() {
    return "heap, CPU, mutex and block profiles of one window, and the recording";
  }

  @Override
  public Duration span() {
    return request.window().plus(AROUND);
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (request.window().isZero()) {
      throw new SkippedException("no profiles were asked for");
    }
    if (!jvm.commands().contains("JFR.start")) {
      throw new IOException("this JVM has no command JFR.start");
    }
    String service = TargetName.service(process);
    MeetingPlace place = MeetingPlace.of(process);
    try (Exchange exchange =
        Exchange.create(place.folder(), place.nameInTarget(), MeetingPlace.owner(process))) {
      ProfileSpec spec =
          ProfileSpec.newBuilder(request.window(), exchange.recordings())
              .service(service)
              .mutexFraction(request.mutexFraction())
              .blockingRateNanos(request.blockingRateNanos())
              .build();
      OutsideRecording recording = new OutsideRecording(spec, jvm, jvm.version(), log);
      String settings = exchange.offer("jflare.jfc", recording.settings());
      Path here = exchange.recordings();
      String there = exchange.makeRecordings();
      recording.run(settings, there + "/" + OutsideRecording.FILE, deadline);
      try (RecordingsCopy copy = RecordingsCopy.of(here)) {
        Profiles.write(recording.saved(copy.folder()), service, evidence);
      }
    }
  }
}
