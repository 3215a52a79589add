package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the exceptions of the JDK's attach API. They have to be judged by name and text: on Java 8
 * the classes come from tools.jar, and across versions success itself arrives as an exception. The
 * table behind it was measured with Java 8, 11, 17, 21 and 25 on either side.
 */
final class AttachJudge {
  /** Return codes of the instrument library, see InvocationAdapter.c of the JDK. */
  private static final Pattern RETURN_CODE = Pattern.compile("^(?:.*: )?(0|100|101|102)$");

  /** What a target says after a status of 0 when it has loaded: Java 8 the number alone. */
  private static final Pattern LOADED = Pattern.compile("(?:return code: )?(-?[0-9]+)");

  private AttachJudge() {}

  /**
   * Judges what a JVM answers to a load: a status in the first line, then a return code or a text.
   * On 21 and later a refusal has status 0 as well (reference attach 0.1), so only a return code of
   * 0 is a success.
   *
   * @throws AttachException unless it says that the agent is loaded
   */
  static void judgeAnswer(long pid, String answer) throws AttachException {
    int end = answer.indexOf('\n');
    String text = (end < 0 ? "" : answer.substring(end + 1)).trim();
    Matcher code = LOADED.matcher(text);
    if (code.matches()) {
      judgeReturnCode(pid, code.group(1), null);
    } else if (answer.trim().isEmpty()) {
      // what a JVM does with an order from a user that it does not obey, and with one too long
      throw new AttachException(
          AttachProblem.UNKNOWN, "JVM " + pid + " ended the connection without an answer", null);
    } else {
      String said = text.isEmpty() ? "status " + answer.trim() : text;
      AttachProblem problem = problemOf("", said.toLowerCase(Locale.ROOT));
      throw new AttachException(problem, describe(problem, pid, said), null);
    }
  }

  /**
   * Judges what a load has thrown.
   *
   * @return the reply, where the exception is one only in name
   * @throws AttachException where it is one
   */
  static LoadReply judge(long pid, Throwable thrown) throws AttachException {
    Throwable cause = unwrap(thrown);
    if (cause instanceof AttachException) {
      throw (AttachException) cause;
    }
    String type = cause.getClass().getSimpleName();
    String text = cause.getMessage() == null ? type : cause.getMessage();
    if (type.equals("AgentLoadException")) {
      Matcher code = RETURN_CODE.matcher(text);
      if (code.matches()) {
        return judgeReturnCode(pid, code.group(1), cause);
      }
    }
    if (text.startsWith("Non-numeric value found")) {
      return LoadReply.UNTOLD;
    }
    AttachProblem problem = problemOf(type, text.toLowerCase(Locale.ROOT));
    throw new AttachException(problem, describe(problem, pid, text), cause);
  }

  private static LoadReply judgeReturnCode(long pid, String code, @Nullable Throwable cause)
      throws AttachException {
    if (code.equals("0")) {
      return LoadReply.LOADED; // a later Java that attaches to Java 8 takes the 0 for an error
    }
    AttachProblem problem =
        code.equals("100") || code.equals("101")
            ? AttachProblem.JAR_UNREADABLE
            : AttachProblem.AGENT_FAILED;
    throw new AttachException(problem, describe(problem, pid, "return code " + code), cause);
  }

  private static AttachProblem problemOf(String type, String text) {
    if (type.equals("AgentInitializationException")) {
      return text.contains("100") || text.contains("not found")
          ? AttachProblem.JAR_UNREADABLE
          : AttachProblem.AGENT_FAILED;
    }
    if (text.contains("dynamic agent loading is not enabled")
        // what a Java 8 makes of the same refusal
        || text.contains("instrument library is missing in target vm")) {
      return AttachProblem.LOADING_REFUSED;
    }
    if (text.contains("does not support the attach mechanism")) {
      return AttachProblem.ATTACH_DISABLED;
    }
    if (text.contains("java.instrument")) {
      return AttachProblem.NO_INSTRUMENT;
    }
    if (text.contains("agent jar not found") || text.contains("no agent-class")) {
      return AttachProblem.JAR_UNREADABLE;
    }
    if (text.contains("not permitted")
        || text.contains("permission denied")
        || text.contains("is not secure")
        || text.contains("should be owned by")) {
      return AttachProblem.NOT_PERMITTED;
    }
    if (text.contains("no such process")) {
      return AttachProblem.GONE;
    }
    if (text.contains("connection refused")) {
      return AttachProblem.STALE_SOCKET;
    }
    if (type.equals("SocketTimeoutException")
        || text.contains("unable to open socket file")
        || text.contains("not ready to participate")) {
      return AttachProblem.NO_ANSWER;
    }
    if (text.contains("no compatible attachment provider")
        || text.contains("no providers installed")) {
      return AttachProblem.NO_ATTACH_API;
    }
    return AttachProblem.UNKNOWN;
  }

  private static String describe(AttachProblem problem, long pid, String text) {
    String said = " (" + text + ")";
    switch (problem) {
      case NO_ATTACH_API:
        return "this Java (" + System.getProperty("java.home") + ") has no attach API";
      case NOT_PERMITTED:
        return "not permitted to attach to " + pid + said;
      case LOADING_REFUSED:
        return "JVM " + pid + " refuses to load agents" + said;
      case ATTACH_DISABLED:
        return "JVM " + pid + " has attaching disabled (-XX:+DisableAttachMechanism)";
      case NO_INSTRUMENT:
        return "JVM " + pid + " has no module java.instrument" + said;
      case NO_ANSWER:
        return "JVM " + pid + " did not answer" + said;
      case STALE_SOCKET:
        return "nobody listens on the attach socket of " + pid + said;
      case JAR_UNREADABLE:
        return "JVM " + pid + " could not open the agent's jar" + said;
      case AGENT_FAILED:
        return "the agent failed to start in " + pid + said;
      case GONE:
        return "process " + pid + " has ended" + said;
      default:
        return "cannot attach to " + pid + said;
    }
  }

  /** Byte Buddy wraps twice: IllegalStateException, InvocationTargetException, the real one. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; depth < 8; depth++) {
      Throwable inner = cause.getCause();
      boolean wrapper =
          cause instanceof IllegalStateException || cause instanceof InvocationTargetException;
      if (!wrapper || inner == null) {
        return cause;
      }
      cause = inner;
    }
    return cause;
  }
}
