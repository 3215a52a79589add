package dev.jflare.agent;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent that stays: offers flares over JMX and holds nothing else. The core is loaded for each
 * request and dropped after it.
 */
final class ResidentAgent implements Runnable {
  /** How long the host gets to choose its own LogManager before JMX is started on its behalf. */
  private static final int PATIENCE_MILLIS = 10000;

  private static final int LOOK_EVERY_MILLIS = 250;

  private final String options;
  private final AgentJar jar;
  private final Instrumentation instrumentation;

  ResidentAgent(String options, AgentJar jar, Instrumentation instrumentation) {
    this.options = options;
    this.jar = jar;
    this.instrumentation = instrumentation;
  }

  void start() {
    Thread thread = new Thread(this, "jflare-agent");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    try {
      awaitJmx();
      register();
    } catch (Throwable e) {
      Complaint.print("cannot offer flares over JMX: " + e);
    }
  }

  void register() throws Exception {
    Map<String, String> parsed;
    String problem = "";
    try {
      parsed = parse(options);
      problem = check(parsed);
    } catch (IllegalArgumentException e) {
      parsed = new HashMap<String, String>();
      problem = String.valueOf(e.getMessage());
    }
    if (!problem.isEmpty()) {
      Complaint.print(problem);
    }
    new FlareBean(jar, parsed, instrumentation, problem).register();
  }

  /**
   * The platform MBean server starts java.util.logging, and whoever starts it first decides which
   * LogManager a JVM has (JBoss, WildFly and Tomcat bring their own;
   * opentelemetry-java-instrumentation PR 11151). So this waits until the host has done either, or
   * has had its time.
   */
  private void awaitJmx() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int waited = 0;
        waited < PATIENCE_MILLIS && !hostHasStarted();
        waited += LOOK_EVERY_MILLIS) {
      never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private boolean hostHasStarted() {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = loaded.getName();
      if (name.equals("java.util.logging.LogManager")
          || name.equals("java.lang.management.ManagementFactory")) {
        return true;
      }
    }
    return false;
  }

  /**
   * What is wrong with the options, as the core sees it; empty when nothing is. Without options
   * nothing is loaded.
   */
  private String check(Map<String, String> parsed) throws Exception {
    if (parsed.isEmpty()) {
      return "";
    }
    Map<String, Object> arguments = new HashMap<String, Object>();
    arguments.put("options", parsed);
    Object problem = Core.load(jar).run("check", arguments).get("problem");
    return problem == null ? "" : problem.toString();
  }

  /** {@code key=value,key=value}, or {@code @file} for a YAML file with the same keys. */
  static Map<String, String> parse(String options) {
    Map<String, String> parsed = new LinkedHashMap<String, String>();
    if (options.startsWith("@")) {
      parsed.put("@", options.substring(1));
      return parsed;
    }
    if (options.isEmpty()) {
      return parsed;
    }
    for (String option : options.split(",")) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "agent option \""
                + option
                + "\": key=value was expected; values with commas go into a file: =@/path/to/file.yaml");
      }
      parsed.put(option.substring(0, equals).trim(), option.substring(equals + 1));
    }
    return parsed;
  }
}
