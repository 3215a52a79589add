package dev.jflare.cli.attach;

import dev.jflare.collect.Collector;
import dev.jflare.collect.Collectors;
import dev.jflare.flare.FlareRequest;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import java.util.Arrays;
import java.util.List;

/** What can be had of a JVM that refuses agents (JEP 451) and still obeys {@code jcmd}. */
public final class CommandedCollectors {
  private CommandedCollectors() {}

  /** Whether that is the case, and we can give commands. */
  public static boolean fit(Verdict verdict, ProcessView process) {
    return verdict == Verdict.DYNAMIC_LOADING_DISABLED && JvmCommands.possible(process);
  }

  /**
   * The collectors; those beside each other in time are lists of their own.
   *
   * @param process one that {@link #fit}s
   */
  public static List<List<Collector>> lanes(ProcessView process, FlareRequest request, Log log) {
    CommandedJvm jvm = new CommandedJvm(process, log);
    return Arrays.asList(
        Arrays.asList(new CommandedProfiles(process, jvm, request, log)),
        Collectors.commanding(jvm, request.collectSettings()));
  }
}
