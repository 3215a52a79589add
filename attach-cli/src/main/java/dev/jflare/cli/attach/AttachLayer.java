package dev.jflare.cli.attach;

import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;

/**
 * Loads an agent into a running JVM through Byte Buddy Agent. The roads into the JVM are tried in
 * order; the first that exists here is taken. Sends signals: the caller has made sure that the
 * process is a JVM that can take them.
 */
public final class AttachLayer {
  /** Targets read at most this for jar and argument together; one byte more fails (measured). */
  static final int LONGEST_LOAD_BYTES = 1024;

  private final List<AttachmentProvider> roads;
  private final Log log;

  AttachLayer(List<AttachmentProvider> roads, Log log) {
    this.roads = roads;
    this.log = log;
  }

  /** The roads that this program knows to a process. */
  public static AttachLayer standard(ProcessView process, Log log) {
    return new AttachLayer(
        Arrays.asList(new HotSpotRoad(process), new JdkAttachApi(System.getProperty("java.home"))),
        log);
  }

  /**
   * Has a JVM load an agent; returns when its agentmain has.
   *
   * @param agentJar the jar's absolute path as the target sees it
   * @param argument handed to agentmain
   * @param limit how long to wait. A target that is asked and does not answer still loads the agent
   *     when it comes to itself; the agent must bear that
   * @throws AttachException when it is certain that the agent does not run
   */
  Loaded load(long pid, String agentJar, String argument, Deadline limit)
      throws AttachException, InterruptedException {
    checkLength(agentJar, argument);
    @Nullable AttachException blocked = null;
    for (AttachmentProvider road : roads) {
      AttachmentProvider.Accessor accessor = road.attempt();
      if (!accessor.isAvailable()) {
        log.debug("not there: " + road);
        continue;
      }
      log.debug("attaching to " + pid + " through " + road);
      try {
        return new Loaded(take(accessor, pid, new File(agentJar), argument, limit), "" + road);
      } catch (AttachException e) {
        if (e.problem() != AttachProblem.NO_SIGNAL) {
          throw e;
        }
        blocked = e; // nothing has been sent: the next road may know how
      }
    }
    throw blocked != null ? blocked : nowhere();
  }

  private static LoadReply take(
      AttachmentProvider.Accessor road, long pid, File agentJar, String argument, Deadline limit)
      throws AttachException, InterruptedException {
    FutureTask<LoadReply> load =
        new FutureTask<>(
            () -> {
              ByteBuddyAgent.attach(agentJar, Long.toString(pid), argument, () -> road);
              return LoadReply.LOADED;
            });
    // a thread of its own: the JDK waits without limit for a stopped JVM whose listener runs
    Thread thread = new Thread(load, "jflare-attach");
    thread.setDaemon(true);
    thread.start();
    try {
      return load.get(limit.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new AttachException(
          AttachProblem.NO_ANSWER, "JVM " + pid + " did not answer in time", late);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return AttachJudge.judge(pid, cause == null ? failed : cause);
    } finally {
      load.cancel(true); // closes our own connection; the JDK's takes no notice
    }
  }

  private static AttachException nowhere() {
    return new AttachException(
        AttachProblem.NO_ATTACH_API,
        "this Java (" + System.getProperty("java.home") + ") has no attach API",
        null);
  }

  private static void checkLength(String agentJar, String argument) {
    int bytes = (agentJar + "=" + argument).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_LOAD_BYTES) {
      throw new IllegalArgumentException(
          "agent jar and argument have "
              + bytes
              + " bytes, at most "
              + LONGEST_LOAD_BYTES
              + " arrive");
    }
  }
}
