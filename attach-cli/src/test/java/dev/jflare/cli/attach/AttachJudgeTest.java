package dev.jflare.cli.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exceptions were seen with JDK 8u504, 11.0.24, 17.0.15, 21.0.12 and 25.0.3 on both sides. */
class AttachJudgeTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void success_thatComesAsAnException(String pair, Exception thrown, LoadReply reply)
      throws Exception {
    assertEquals(reply, AttachJudge.judge(1, asByteBuddyThrows(thrown)));
  }

  static Stream<Arguments> success_thatComesAsAnException() {
    return Stream.of(
        Arguments.of("11 or 17 -> 8", new AgentLoadException("0"), LoadReply.LOADED),
        Arguments.of(
            "21 or 25 -> 8",
            new AgentLoadException("Failed to load agent library: 0"),
            LoadReply.LOADED),
        Arguments.of(
            "8 -> 9 and later, whatever happened",
            new IOException("Non-numeric value found - int expected"),
            LoadReply.UNTOLD));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void failures(String pair, Throwable thrown, AttachProblem problem) {
    AttachException failure =
        assertThrows(
            AttachException.class, () -> AttachJudge.judge(4711, asByteBuddyThrows(thrown)));
    assertEquals(problem, failure.problem());
    assertFalse(problem.nextStep().isEmpty());
    assertTrue(
        problem == AttachProblem.NO_ATTACH_API || failure.getMessage().contains("4711"),
        failure.getMessage());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            "agentmain threw, 17 -> 8", new AgentLoadException("102"), AttachProblem.AGENT_FAILED),
        Arguments.of(
            "agentmain threw, 25 -> 8",
            new AgentLoadException("Failed to load agent library: 102"),
            AttachProblem.AGENT_FAILED),
        Arguments.of(
            "agentmain threw, 11 and later",
            new AgentInitializationException("Agent JAR loaded but agent failed to initialize"),
            AttachProblem.AGENT_FAILED),
        Arguments.of(
            "no jar, 17 -> 8", new AgentLoadException("100"), AttachProblem.JAR_UNREADABLE),
        Arguments.of(
            "no jar, 11 and later",
            new AgentLoadException("Agent JAR not found or no Agent-Class attribute"),
            AttachProblem.JAR_UNREADABLE),
        Arguments.of(
            "loading off, 17 -> 21",
            new AgentLoadException(
                "Dynamic agent loading is not enabled. Use -XX:+EnableDynamicAgentLoading to launch"
                    + " target VM."),
            AttachProblem.LOADING_REFUSED),
        Arguments.of(
            "loading off, 17 -> 11",
            new AgentLoadException(
                "Failed to load agent library: Dynamic agent loading is not enabled. Use"
                    + " -XX:+EnableDynamicAgentLoading to launch target VM."),
            AttachProblem.LOADING_REFUSED),
        Arguments.of(
            "loading off, 8 -> 17",
            new InternalError("instrument library is missing in target VM"),
            AttachProblem.LOADING_REFUSED),
        Arguments.of(
            "attaching off",
            new AttachNotSupportedException("The VM does not support the attach mechanism"),
            AttachProblem.ATTACH_DISABLED),
        Arguments.of(
            "image without java.instrument",
            new AgentLoadException(
                "java.lang.module.FindException: Module java.instrument not found"),
            AttachProblem.NO_INSTRUMENT),
        Arguments.of(
            "another user's socket",
            new IOException(
                "well-known file /tmp/.java_pid1 is not secure: file should be owned by the current"
                    + " user (which is 0) but is owned by 5001"),
            AttachProblem.NOT_PERMITTED),
        Arguments.of(
            "another user's process",
            new IOException("Operation not permitted"),
            AttachProblem.NOT_PERMITTED),
        Arguments.of("ended", new IOException("No such process"), AttachProblem.GONE),
        Arguments.of(
            "stale socket", new IOException("Connection refused"), AttachProblem.STALE_SOCKET),
        Arguments.of(
            "stopped, 17",
            new AttachNotSupportedException(
                "Unable to open socket file /tmp/.java_pid1: target process 1 doesn't respond within"
                    + " 10500ms or HotSpot VM not loaded"),
            AttachProblem.NO_ANSWER),
        Arguments.of("never seen", new IOException("Premature EOF"), AttachProblem.UNKNOWN),
        Arguments.of("without a message", new IOException(), AttachProblem.UNKNOWN));
  }

  @Test
  void byteBuddy_withoutAnyRoad() {
    AttachException failure =
        assertThrows(
            AttachException.class,
            () ->
                AttachJudge.judge(
                    1,
                    new IllegalStateException("No compatible attachment provider is available")));
    assertEquals(AttachProblem.NO_ATTACH_API, failure.problem());
  }

  private static Exception asByteBuddyThrows(Throwable cause) {
    return new IllegalStateException(
        "Error during attachment using: ...", new InvocationTargetException(cause));
  }
}
