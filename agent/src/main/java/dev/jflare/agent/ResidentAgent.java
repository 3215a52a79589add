package dev.jflare.agent;

import java.lang.instrument.Instrumentation;
import java.nio.file.FileSystems;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent that stays: offers flares over JMX, and profiles over HTTP when its options ask for it.
 * Without that it holds nothing else: the core is loaded for each request and dropped after it.
 */
final class ResidentAgent implements Runnable {
  /** How long the host gets to choose its own LogManager before JMX is started on its behalf. */
  private static final int PATIENCE_MILLIS = 10000;

  private static final int LOOK_EVERY_MILLIS = 250;

  private final Map<String, String> options;
  private final AgentJar jar;
  private final Instrumentation instrumentation;
  private String problem = "";

  ResidentAgent(Map<String, String> options, AgentJar jar, Instrumentation instrumentation) {
    this.options = options;
    this.jar = jar;
    this.instrumentation = instrumentation;
  }

  /** With options as {@code -javaagent} has them. */
  static ResidentAgent of(String options, AgentJar jar, Instrumentation instrumentation) {
    try {
      return new ResidentAgent(parse(options), jar, instrumentation);
    } catch (IllegalArgumentException e) {
      ResidentAgent agent = new ResidentAgent(new HashMap<String, String>(), jar, instrumentation);
      agent.problem = String.valueOf(e.getMessage());
      Complaint.print(agent.problem);
      return agent;
    }
  }

  void start() {
    // Java 8 can deadlock when a second thread is the first to ask for it (JDK-8194653)
    FileSystems.getDefault();
    Thread thread = new Thread(this, "jflare-agent");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    boolean early = Session.asksForIt(options);
    try {
      if (early) {
        serve();
      }
      awaitJmx();
      if (!early) {
        serve();
      }
      register();
    } catch (Throwable e) {
      Complaint.print("cannot offer flares over JMX: " + e);
    }
  }

  /**
   * Has the core look at the options and begin what they ask for. Without options nothing is
   * loaded.
   */
  void serve() {
    if (!problem.isEmpty() || (options.isEmpty() && !Session.asksForIt(options))) {
      return;
    }
    try {
      problem = Session.begin(jar, options, instrumentation);
    } catch (Throwable e) {
      problem = "the agent failed: " + e;
    }
    if (!problem.isEmpty()) {
      Complaint.print(problem);
    }
  }

  void register() throws Exception {
    new FlareBean(jar, options, instrumentation, problem).register();
    Session.jvmIsUp();
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
