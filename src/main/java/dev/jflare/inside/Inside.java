package dev.jflare.inside;

import dev.jflare.lang.Nullable;
import dev.jflare.profile.Recorder;
import java.lang.instrument.Instrumentation;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The core's only door for the agent's entry, which may be older than this core. Only JDK types
 * pass it.
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><td>attached</td><td>request (path), instrumentation, session</td><td>nothing: the result is in the exchange folder</td></tr>
 * <tr><td>flare</td><td>options, profileSeconds, caseId, email, send, cancelled, progress, instrumentation, session</td>
 *     <td>archive, complete, message</td></tr>
 * <tr><td>send</td><td>options, archive, caseId, email</td><td>accepted, message</td></tr>
 * <tr><td>check</td><td>options</td><td>problem, when there is one</td></tr>
 * <tr><td>serve</td><td>options, instrumentation</td><td>session, when the options ask for something that stays; the
 *     core must stay loaded until that is closed. address (HOST:PORT), when profiles are served. problem, when an
 *     option is wrong; trouble, when something that was asked for cannot be had</td></tr>
 * </table>
 *
 * <p>A <em>session</em> is the one owner of the profilers in a JVM, as a {@code BiFunction<String,
 * Map<String, Object>, Map<String, Object>>}. Whoever holds it may be of another core, older or
 * newer, so it is asked by name as well, and answers with a {@code problem} when it cannot:
 *
 * <table>
 * <caption>Operations of a session</caption>
 * <tr><td>window</td><td>folder (private, as this JVM sees it), windowMillis, service</td>
 *     <td>nothing: recordings and profiles are in the folder. Blocks; ends early when its thread is interrupted</td></tr>
 * <tr><td>begin</td><td></td><td>nothing: the JVM is up, and what is to record without being asked begins</td></tr>
 * <tr><td>state</td><td></td><td>state: a line of text for a person</td></tr>
 * <tr><td>close</td><td></td><td>nothing; all threads, files and profilers are gone</td></tr>
 * </table>
 */
public final class Inside implements BiFunction<String, Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> apply(String operation, Map<String, Object> arguments) {
    Instrumentation instrumentation = (Instrumentation) arguments.get("instrumentation");
    try {
      switch (operation) {
        case "attached":
          new AttachedFlare(
                  Paths.get(text(arguments, "request")), instrumentation, recorder(arguments))
              .run();
          return Collections.emptyMap();
        case "flare":
          return new ResidentFlare(
                  AgentOptions.of(options(arguments)), instrumentation, recorder(arguments))
              .run(asked(arguments), cancelled(arguments), progress(arguments));
        case "send":
          return new Sending(AgentOptions.of(options(arguments)))
              .send(
                  Paths.get(text(arguments, "archive")),
                  text(arguments, "caseId"),
                  text(arguments, "email"));
        case "check":
          AgentOptions.of(options(arguments)).check();
          return Collections.emptyMap();
        case "serve":
          return Serving.begin(AgentOptions.of(options(arguments)));
        default:
          return problem("this core knows no operation " + operation);
      }
    } catch (Exception e) {
      return problem(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private static Map<String, Object> problem(String message) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("problem", message);
    result.put("message", message);
    return result;
  }

  private static ResidentFlare.Asked asked(Map<String, Object> arguments) {
    Object seconds = arguments.get("profileSeconds");
    return new ResidentFlare.Asked(
        seconds instanceof Integer ? (Integer) seconds : 0,
        text(arguments, "caseId"),
        text(arguments, "email"),
        Boolean.TRUE.equals(arguments.get("send")));
  }

  private static Recorder recorder(Map<String, Object> arguments) {
    return SessionRecorder.of(arguments.get("session"));
  }

  private static String text(Map<String, Object> arguments, String name) {
    Object value = arguments.get(name);
    return value == null ? "" : value.toString();
  }

  private static AtomicBoolean cancelled(Map<String, Object> arguments) {
    Object flag = arguments.get("cancelled");
    return flag instanceof AtomicBoolean ? (AtomicBoolean) flag : new AtomicBoolean();
  }

  @SuppressWarnings("unchecked") // by the table above
  private static Consumer<String> progress(Map<String, Object> arguments) {
    @Nullable Object listener = arguments.get("progress");
    return listener instanceof Consumer ? (Consumer<String>) listener : line -> {};
  }

  private static Map<String, String> options(Map<String, Object> arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    Object given = arguments.get("options");
    if (given instanceof Map) {
      ((Map<?, ?>) given)
          .forEach((key, value) -> options.put(String.valueOf(key), String.valueOf(value)));
    }
    return options;
  }
}
