package dev.jflare.jvm;

import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether attaching to a process can work, judged before anything is sent to it: the signal that an
 * attach begins with kills a process that does not expect it. Pure; {@link AttachFacts} brings what
 * it judges by. Rules from measurements on Java 8 to 25 and from HotSpot's attachListener sources.
 */
public final class AttachCheck {
  /** What stands in the way, if anything. */
  public enum Verdict {
    ATTACHABLE("attachable", ""),
    GONE("there is no such process", "look again with: list"),
    ZOMBIE("the process has ended and waits for its parent", "take a flare with --local"),
    NOT_A_JVM("the process is not a JVM", "look for the right pid with: list"),
    JDK_TOOL(
        "the process is a tool of the JDK, which ends by itself",
        "look for the program's own JVM with: list; or take a flare of the tool with --local"),
    OTHER_USER("the JVM belongs to another user", "run this command as its user or as root"),
    ROOT_TO_JAVA_8(
        "a Java 8 JVM takes orders from its own user only, not from root",
        "run this command as its user"),
    OTHER_GROUP(
        "the JVM belongs to this user, but to another group",
        "run this command with its group: sg or newgrp"),
    FOREIGN_USERS(
        "the JVM is in a user namespace that has no root of ours",
        "run this command as the user that it has on this host"),
    ATTACH_DISABLED(
        "attaching is switched off by -XX:+DisableAttachMechanism",
        "use -javaagent or JMX, or --local for a flare from outside"),
    DYNAMIC_LOADING_DISABLED(
        "loading agents is switched off by -XX:-EnableDynamicAgentLoading",
        "use -javaagent or JMX, or --local for a flare from outside"),
    STOPPED(
        "the process is stopped by a signal or a debugger",
        "continue it (kill -CONT) or take a flare from outside with --local"),
    SIGQUIT_NOT_CAUGHT(
        "the JVM does not handle SIGQUIT (started with -Xrs, or not yet up); the signal would end it",
        "wait until it is up, or take a flare from outside with --local"),
    TMP_NOT_WRITABLE(
        "the JVM cannot make its socket: /tmp is not writable for it",
        "make /tmp writable for the JVM's user, use -javaagent, or --local");

    private final String message;
    private final String nextStep;

    Verdict(String message, String nextStep) {
      this.message = message;
      this.nextStep = nextStep;
    }

    /** Whether nothing stands in the way that can be seen from outside. */
    public boolean attachable() {
      return this == ATTACHABLE;
    }

    /** Whether its own user, with its own group, could do what we cannot. */
    public boolean needsItsUser() {
      return this == OTHER_USER
          || this == ROOT_TO_JAVA_8
          || this == OTHER_GROUP
          || this == FOREIGN_USERS;
    }

    /** What is the matter, in words that complete "cannot attach: ". */
    public String message() {
      return message;
    }

    /** What the user can do; empty when attachable. */
    public String nextStep() {
      return nextStep;
    }
  }

  /** Those that people find by mistake: they show up beside the JVM that is meant, and are gone. */
  private static final Set<String> JDK_TOOLS =
      new HashSet<>(
          Arrays.asList(
              "jcmd jps jstack jmap jinfo jstat jhsdb jfr javac javadoc jar jlink jdeps keytool"
                  .split(" ")));

  /** The first Java that says on its stderr that an agent was loaded, see JEP 451. */
  private static final int FIRST_WITH_WARNING = 21;

  private AttachCheck() {}

  /** Whether the JVM will warn on its stderr of an agent that is loaded into it. */
  public static boolean warnsOfAgents(ProcessView process) {
    AttachFacts facts = AttachFacts.of(process);
    return facts.feature >= FIRST_WITH_WARNING
        && !facts.jvmOptions.contains("-XX:+EnableDynamicAgentLoading");
  }

  /** The verdict for a process, with what we are now. */
  public static Verdict of(ProcessView process) {
    return of(AttachFacts.of(process));
  }

  static Verdict of(AttachFacts facts) {
    Verdict alive = alive(facts);
    if (alive != null) {
      return alive;
    }
    Verdict allowed = allowed(facts);
    if (allowed != null) {
      return allowed;
    }
    if (facts.stopped) {
      return Verdict.STOPPED;
    }
    // With -Xrs the socket is there from the start, and no signal is needed.
    if (!facts.catchesSigquit && !facts.socketPresent) {
      return Verdict.SIGQUIT_NOT_CAUGHT;
    }
    return facts.tmpWritable ? Verdict.ATTACHABLE : Verdict.TMP_NOT_WRITABLE;
  }

  private static @Nullable Verdict alive(AttachFacts facts) {
    if (!facts.exists) {
      return Verdict.GONE;
    }
    if (facts.zombie) {
      return Verdict.ZOMBIE;
    }
    if (!facts.jvm) {
      return Verdict.NOT_A_JVM;
    }
    return JDK_TOOLS.contains(facts.executable) ? Verdict.JDK_TOOL : null;
  }

  private static @Nullable Verdict allowed(AttachFacts facts) {
    Verdict switchedOff = switchedOff(facts);
    return switchedOff != null ? switchedOff : sameUser(facts);
  }

  /** What HotSpot asks of a peer: its own effective user and group; root will do from 11 on. */
  private static @Nullable Verdict sameUser(AttachFacts facts) {
    boolean root = facts.ownUid == 0;
    if (facts.uid == facts.ownUid) {
      boolean sameGroup = facts.gid == facts.ownGid || (root && facts.feature != 8);
      return sameGroup ? null : Verdict.OTHER_GROUP;
    }
    if (!root) {
      return Verdict.OTHER_USER;
    }
    if (facts.foreignUsers) {
      return Verdict.FOREIGN_USERS;
    }
    return facts.feature == 8 ? Verdict.ROOT_TO_JAVA_8 : null;
  }

  private static @Nullable Verdict switchedOff(AttachFacts facts) {
    if (switchedOn(facts.jvmOptions, "DisableAttachMechanism", Default.OFF)) {
      return Verdict.ATTACH_DISABLED;
    }
    return facts.feature >= 9
            && !switchedOn(facts.jvmOptions, "EnableDynamicAgentLoading", Default.ON)
        ? Verdict.DYNAMIC_LOADING_DISABLED
        : null;
  }

  private enum Default {
    ON,
    OFF
  }

  /** The last mention of a flag counts, as for the JVM. */
  private static boolean switchedOn(List<String> options, String flag, Default otherwise) {
    boolean on = otherwise == Default.ON;
    for (String option : options) {
      if (option.equals("-XX:+" + flag)) {
        on = true;
      } else if (option.equals("-XX:-" + flag)) {
        on = false;
      }
    }
    return on;
  }
}
