package dev.jflare.cli.attach;

import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
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

  /** The roads that this program knows. */
  public static AttachLayer standard(Log log) {
    return new AttachLayer(
        Collections.<AttachmentProvider>singletonList(
            new JdkAttachApi(System.getProperty("java.home"))),
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
  LoadReply load(long pid, String agentJar, String argument, Deadline limit)
      throws AttachException, InterruptedException {
    checkLength(agentJar, argument);
    AttachmentProvider.Accessor road = firstAvailable(pid);
    try {
      return within(limit, pid, () -> loadNow(road, pid, new File(agentJar), argument));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      return AttachJudge.judge(pid, cause == null ? failed : cause);
    }
  }

  /**
   * Has a JVM carry out a diagnostic command, as jcmd does.
   *
   * @return what it says, which may be a complaint
   * @throws AttachException when the JVM cannot be reached
   * @throws IOException when it refuses the command, or ends
   */
  String command(long pid, String command, Deadline limit)
      throws AttachException, IOException, InterruptedException {
    AttachmentProvider.Accessor road = firstAvailable(pid);
    try {
      return within(limit, pid, () -> JcmdReply.of(road.getVirtualMachineType(), pid, command));
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof IOException ? (IOException) cause : new IOException(failed);
    }
  }

  /**
   * On a thread of its own: the JDK waits without limit for a stopped JVM whose listener runs, and
   * for the answer to a command.
   */
  private static <T> T within(Deadline limit, long pid, Callable<T> call)
      throws AttachException, InterruptedException, ExecutionException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "jflare-attach");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new AttachException(
          AttachProblem.NO_ANSWER, "JVM " + pid + " did not answer in time", late);
    }
  }

  private LoadReply loadNow(
      AttachmentProvider.Accessor road, long pid, File agentJar, String argument) {
    ByteBuddyAgent.attach(agentJar, Long.toString(pid), argument, () -> road);
    return LoadReply.LOADED;
  }

  private AttachmentProvider.Accessor firstAvailable(long pid) throws AttachException {
    for (AttachmentProvider road : roads) {
      AttachmentProvider.Accessor accessor = road.attempt();
      if (accessor.isAvailable()) {
        log.debug("attaching to " + pid + " through " + road);
        return accessor;
      }
      log.debug("not there: " + road);
    }
    throw new AttachException(
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
