package dev.jflare.collect;

import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The collectors of this package, in the order they are to run: cheap first, the one that pauses
 * the JVM last. Profiles are not among them.
 */
public final class Collectors {
  private Collectors() {}

  /**
   * Collectors that run inside the JVM they are about.
   *
   * @param self the process we run in
   * @param instrumentation the agent's, which knows all loaded classes; null without
   * @param ownFolder a private folder of ours for a file that the JVM writes; it is deleted at once
   */
  public static List<Collector> inside(
      Jvm jvm,
      ProcessView self,
      @Nullable Instrumentation instrumentation,
      Path ownFolder,
      CollectSettings settings) {
    return Collections.unmodifiableList(
        Arrays.asList(
            new Counters(jvm, self),
            new SystemProperties(jvm),
            new DiagnosticCommands(jvm),
            new ThreadDumps(jvm, settings.threadSpacing(), ownFolder),
            new LoadedJars(jvm, instrumentation),
            new MBeanSnapshot(),
            new ClassHistogram(jvm)));
  }

  /**
   * Collectors that have the JVM tell by diagnostic commands alone, for one that lets no agent in.
   *
   * @param jvm seen from outside
   */
  public static List<Collector> commanding(Jvm jvm, CollectSettings settings) {
    return Collections.unmodifiableList(
        Arrays.asList(
            new SystemProperties(jvm),
            new DiagnosticCommands(jvm),
            new ThreadDumps(jvm, settings.threadSpacing(), Paths.get("")),
            new ClassHistogram(jvm)));
  }

  /** Collectors that look at a process from outside; they may run in any process of the machine. */
  public static List<Collector> outside(ProcessView process, CollectSettings settings) {
    return Collections.unmodifiableList(
        Arrays.asList(
            new ProcessFacts(process),
            new Environment(process),
            new Cgroup(process),
            new Host(process),
            new OpenFiles(process),
            new Dumps(process),
            new Sockets(process),
            new TopThreads(process, settings.topThreadsWindow()),
            new Configuration(process, settings),
            new Logs(process, settings)));
  }

  /**
   * Every id with what it brings, for checking and explaining {@code --only} and {@code --skip}.
   */
  public static Map<String, String> known() {
    ProcessView nobody = ProcessView.of(0);
    List<Collector> all = new ArrayList<>();
    // Made but never run; nothing is touched by making one.
    all.addAll(inside(LocalJvm.current(), nobody, null, Paths.get(""), CollectSettings.DEFAULT));
    all.addAll(outside(nobody, CollectSettings.DEFAULT));
    Map<String, String> known = new LinkedHashMap<>();
    for (Collector collector : all) {
      known.put(collector.id(), collector.about());
    }
    return known;
  }
}
