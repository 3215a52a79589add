package dev.jflare.cli.attach;

/** Why an agent could not be loaded, as far as it can be told apart, and what to do about it. */
enum AttachProblem {
  /** The Java that runs this program has no attach API: a JRE, or an image without jdk.attach. */
  NO_ATTACH_API("run this command with a JDK (any version from 8 on), not with a JRE"),
  /** The system or the target refuses this user. */
  NOT_PERMITTED("run this command as the target's user"),
  /** {@code -XX:-EnableDynamicAgentLoading}; it cannot be changed at run time. */
  LOADING_REFUSED("start that JVM with -javaagent:jflare-agent.jar and take flares over JMX"),
  /** {@code -XX:+DisableAttachMechanism}. */
  ATTACH_DISABLED("start that JVM with -javaagent:jflare-agent.jar and take flares over JMX"),
  /** The target's Java has no module java.instrument. */
  NO_INSTRUMENT(
      "that JVM can only be looked at from outside; build its image with java.instrument"),
  /** It did not answer in time: stopped, hung, or in a long pause. */
  NO_ANSWER(
      "the JVM may be stopped, hung or in a long pause; the agent does nothing should it load late"),
  /** A socket file of an earlier process with the same pid stands in the way. */
  STALE_SOCKET(
      "delete the file .java_pidN in the target's /tmp if it is older than the JVM, and retry"),
  /** No folder that both sides can write to has room. */
  NO_ROOM("make room in the JVM's /tmp, or take the flare from outside with --local"),
  /** The target could not open the agent's jar. */
  JAR_UNREADABLE("make sure the target's /tmp can be written and is not mounted over"),
  /** The agent was started and failed. */
  AGENT_FAILED("the target's stderr has the details"),
  /** It has no handler for the signal that an attach begins with: -Xrs, or not yet up. */
  NO_HANDLER("wait until the JVM is up, or take the flare from outside with --local"),
  /** There is no program to send a signal with. */
  NO_SIGNAL("run this command with a JDK, or where there is a shell or the program kill"),
  /** It was asked for a diagnostic command and does not know it, or failed at it. */
  COMMAND_FAILED("that command is not to be had from this JVM"),
  /** The process ended. */
  GONE("the JVM has ended; list shows those that run"),
  /** Anything else. */
  UNKNOWN("run again with -v, or take the flare from outside with --local");

  private final String nextStep;

  AttachProblem(String nextStep) {
    this.nextStep = nextStep;
  }

  /** What the person can do; begins in lower case, without a full stop. */
  String nextStep() {
    return nextStep;
  }

  /** Whether the system or the JVM has forbidden it, rather than failed at it. */
  boolean isRefusal() {
    return this == NOT_PERMITTED || this == LOADING_REFUSED || this == ATTACH_DISABLED;
  }
}
