package dev.jflare.cli;

import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.FlareFacts;
import dev.jflare.archive.HostName;
import dev.jflare.archive.Status;
import dev.jflare.check.Diagnose;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.cli.attach.AttachedAgent;
import dev.jflare.cli.attach.CommandedCollectors;
import dev.jflare.cli.attach.HeapDump;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Collectors;
import dev.jflare.collect.ProcessSecrets;
import dev.jflare.collect.PublishedCounters;
import dev.jflare.flare.Flare;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareResult;
import dev.jflare.flare.SafepointClock;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.LockedFolder;
import dev.jflare.lang.Nullable;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofScraper;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One flare of one JVM, taken by this process: the agent inside the JVM, what can be seen from
 * outside, and the scraped endpoints, side by side. Ctrl-C ends the collecting; what there is
 * becomes an archive all the same.
 */
final class FlareTask {
  /** Makes the task for one process; all else is the same for every process of a command. */
  interface Maker {
    FlareTask of(ProcessView process);
  }

  /** For collectors that are told to stop, and for packing what they brought. */
  private static final Duration PUT_AWAY = Duration.ofSeconds(20);

  private final ProcessView process;
  private final FlareRequest request;
  private final Settings settings;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Reach reach;
  private boolean heapDump;

  /**
   * @param reach how far the diagnosis of the way to the destination may go
   */
  FlareTask(
      ProcessView process,
      FlareRequest request,
      Settings settings,
      Terminal terminal,
      Interrupts interrupts,
      Reach reach) {
    this.process = process;
    this.request = request;
    this.settings = settings;
    this.terminal = terminal;
    this.interrupts = interrupts;
    this.reach = reach;
  }

  /** Whether a heap dump is wished for; it is asked about before anything begins. */
  FlareTask heapDump(boolean wished) {
    heapDump = wished;
    return this;
  }

  /**
   * Takes it.
   *
   * @param outside why the JVM is not attached to; null to attach
   * @throws IOException when there is no room for even the beginning of a flare
   */
  FlareResult take(@Nullable Outside outside) throws IOException {
    HeapDumpPlan dump =
        heapDump ? HeapDumpPlan.agree(process, outside, settings, terminal) : HeapDumpPlan.NONE;
    Map<String, Object> target = TargetFacts.of(process);
    terminal.say("Taking a flare of " + TargetFacts.title(target) + ".");
    FlareFacts facts =
        new FlareFacts(
            request.trigger(),
            target,
            HostName.of(settings.string(Setting.HOSTNAME)),
            process.pid());
    try (LockedFolder work = LockedFolder.create(request.output(), ".jflare-work-");
        FlareBuilder builder =
            FlareBuilder.create(facts, scrubber(), work.path().resolve("staging"));
        Progress progress = new Progress(terminal, request.window()).start()) {
      List<List<Collector>> lanes = new ArrayList<>();
      List<Collector> inside = new ArrayList<>();
      if (outside == null) {
        inside.add(agent(builder, progress));
        inside.add(inItsPlace(builder));
      } else {
        builder.local(outside.why());
        builder.notRun(AttachedAgent.ID, outside.status(), outside.why());
        inside.add(new PublishedCounters(process));
      }
      inside.addAll(dump.collectors(request.output()));
      if (!dump.refusal().isEmpty()) {
        builder.notRun(HeapDump.ID, Status.SKIPPED, dump.refusal());
      }
      lanes.add(inside);
      List<List<Collector>> around = around(outside);
      lanes.addAll(around);
      lanes.add(
          Collections.singletonList(
              new Diagnose(settings, endpoints(), tokens(), reach, request.window())));
      if (!request.pprof().isEmpty()) {
        lanes.add(Collections.singletonList(scraper()));
      }
      Flare flare =
          new Flare(fromHere(around), builder, lanes, SafepointClock.of(process), progress);
      interrupts.onInterrupt(flare::cancel, PUT_AWAY);
      return flare.run();
    }
  }

  /** What needs no agent, side by side. */
  private List<List<Collector>> around(@Nullable Outside outside) {
    List<List<Collector>> around = new ArrayList<>();
    if (outside != null && outside.commanded()) {
      around.addAll(CommandedCollectors.lanes(process, request, new TerminalLog(terminal)));
    }
    around.add(Collectors.outside(process, request.collectSettings()));
    return around;
  }

  private AttachedAgent agent(FlareBuilder builder, Progress progress) {
    return new AttachedAgent(
        process, request, settings, builder, new TerminalLog(terminal), progress);
  }

  /** What is looked at when the agent could not be. */
  private Collector inItsPlace(FlareBuilder builder) {
    return new InsteadOfAgent(builder, new PublishedCounters(process));
  }

  private PprofScraper scraper() {
    return new PprofScraper(
        endpoints(),
        (int) request.window().getSeconds(),
        ProxySettings.of(settings),
        TlsSettings.of(settings),
        TerminalLog.once(terminal),
        tokens());
  }

  private PprofTokens tokens() {
    return new PprofTokens(settings.list(Setting.PPROF_AUTH), terminal.shell()::variable);
  }

  private List<PprofEndpoint> endpoints() {
    List<PprofEndpoint> endpoints = new ArrayList<>();
    request.pprof().forEach(text -> endpoints.add(PprofEndpoint.parse(text)));
    return endpoints;
  }

  /**
   * The request as this side has to see it: whoever chooses a collector that works inside the JVM
   * chooses the agent.
   */
  private FlareRequest fromHere(List<List<Collector>> around) {
    Set<String> only = new LinkedHashSet<>(request.only());
    Set<String> inside = new LinkedHashSet<>(only);
    inside.remove(CollectorIds.SCRAPER);
    inside.remove(Diagnose.ID);
    inside.remove(PublishedCounters.ID);
    around.forEach(lane -> lane.forEach(collector -> inside.remove(collector.id())));
    if (!inside.isEmpty()) {
      only.add(AttachedAgent.ID);
    }
    if (!only.isEmpty()) {
      only.add(HeapDump.ID); // it has an option of its own
    }
    return new FlareRequest.Builder()
        .only(only)
        .skip(request.skip())
        .output(request.output())
        .providerTimeout(request.providerTimeout())
        .build();
  }

  private Scrubber scrubber() throws IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.of(settings));
    ProcessSecrets.learn(process, scrubber);
    ProcessSecrets.learn(settings.list(Setting.SCRUB_SECRET_FILES), scrubber);
    return scrubber;
  }
}
