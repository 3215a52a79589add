package dev.jflare.agent;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The core that stays because its options ask for it: it serves profiles, and owns the profilers
 * while it does. A JVM has one at the most. Other cores, which may be older or newer, are lent it
 * when they run.
 */
final class Session {
  private static final String KEY = "session";

  private static @Nullable BiFunction<String, Map<String, Object>, Map<String, Object>> held;
  private static @Nullable String address;
  private static String trouble = "";

  private Session() {}

  /**
   * Loads the core and lets it begin; drops it again when nothing of it has to stay. A session that
   * is there already ends when the new one is to serve, too.
   *
   * @return what is wrong with the options; empty when nothing is
   */
  static synchronized String begin(
      AgentJar jar, Map<String, String> options, Instrumentation instrumentation) throws Exception {
    Core core = Core.load(jar);
    Map<String, Object> arguments = new HashMap<String, Object>();
    arguments.put("options", options);
    arguments.put("instrumentation", instrumentation);
    if (held != null) {
      Object problem = core.run("check", arguments).get("problem");
      if (problem != null) {
        return problem.toString();
      }
      if (!asksForIt(options)) {
        return "";
      }
      end();
    }
    Map<String, Object> begun = core.run("serve", arguments);
    keep(begun);
    return text(begun, "problem");
  }

  @SuppressWarnings("unchecked") // of this type by agreement, see the core's Inside
  private static void keep(Map<String, Object> begun) {
    held = (BiFunction<String, Map<String, Object>, Map<String, Object>>) begun.get(KEY);
    address = begun.get("address") == null ? null : text(begun, "address");
    trouble = text(begun, "trouble");
    if (!trouble.isEmpty()) {
      Complaint.print(trouble);
    }
  }

  /** Closes what is there. On threads of ours only: see the core's PprofServer. */
  private static void end() {
    BiFunction<String, Map<String, Object>, Map<String, Object>> session = held;
    held = null;
    address = null;
    if (session != null) {
      Object problem = session.apply("close", new HashMap<String, Object>()).get("problem");
      if (problem != null) {
        Complaint.print("cannot stop serving profiles: " + problem);
      }
    }
  }

  /**
   * Whether these options, or the environment, may ask for something that stays. What a file says
   * only the core can read.
   */
  static boolean asksForIt(Map<String, String> options) {
    for (String key : options.keySet()) {
      if (key.equals("@") || key.startsWith("jflare.pprof.") || key.startsWith("jflare.profile.")) {
        return true;
      }
    }
    for (String name : System.getenv().keySet()) {
      if (name.startsWith("DD_JFLARE_PPROF_") || name.startsWith("DD_JFLARE_PROFILE_")) {
        return true;
      }
    }
    return false;
  }

  /** The JVM is up and may be asked for JMX: what records without being asked begins. */
  static synchronized void jvmIsUp() {
    if (held != null) {
      String problem = text(held.apply("begin", new HashMap<String, Object>()), "problem");
      if (!problem.isEmpty()) {
        trouble = problem;
        Complaint.print(problem);
      }
    }
  }

  /** Gives it to a core that is about to run. */
  static synchronized void lend(Map<String, Object> arguments) {
    if (held != null) {
      arguments.put(KEY, held);
    }
  }

  /** Where profiles are served, or null. */
  static synchronized @Nullable String address() {
    return address;
  }

  /** Why what was asked for is not there; empty when it is, or nothing was. */
  static synchronized String trouble() {
    return trouble;
  }

  private static String text(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }
}
