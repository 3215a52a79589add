package dev.jflare.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * One run for the command line that attached: reads the request, loads the core that came with it
 * (which may be newer than these classes), hands over, and lets go of it.
 */
final class AttachedRun implements Runnable {
  private static final String SETTING_PREFIX = "setting.";

  private final File requestFile;
  private final Instrumentation instrumentation;
  private final Properties request = new Properties();

  /**
   * @throws IOException when there is no valid request; then nothing must be done
   */
  AttachedRun(File requestFile, Instrumentation instrumentation) throws IOException {
    this.requestFile = requestFile;
    this.instrumentation = instrumentation;
    InputStream in = new FileInputStream(requestFile);
    try {
      request.load(in);
    } finally {
      in.close();
    }
    long validUntil = Long.parseLong(request.getProperty("valid.until", "0"));
    if (System.currentTimeMillis() > validUntil) {
      throw new IOException("the request is void");
    }
  }

  void start() {
    Thread thread = new Thread(this, "jflare-agent");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    String holder = Turn.take("a flare asked for by the command line");
    if (holder != null) {
      answer("busy", holder);
      return;
    }
    try {
      AgentJar jar = new AgentJar(new File(request.getProperty("agent.jar", "")));
      Map<String, Object> arguments = new HashMap<String, Object>();
      arguments.put("request", requestFile.getPath());
      arguments.put("instrumentation", instrumentation);
      Session.lend(arguments);
      Core.load(jar).run("attached", arguments);
    } catch (Throwable e) {
      answer("failed", "the agent failed: " + e);
    } finally {
      Turn.leave();
    }
    if (Boolean.parseBoolean(request.getProperty("stay"))) {
      stay();
    }
  }

  private void stay() {
    try {
      AgentJar jar = new AgentJar(new File(request.getProperty("agent.jar", "")));
      ResidentAgent agent = new ResidentAgent(settings(), jar, instrumentation);
      agent.serve();
      agent.register();
    } catch (Throwable e) {
      Complaint.print("cannot stay: " + e);
    }
  }

  /** The settings of the command line that the agent is to have when it stays. */
  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<String, String>();
    for (String name : request.stringPropertyNames()) {
      if (name.startsWith(SETTING_PREFIX)) {
        settings.put(name.substring(SETTING_PREFIX.length()), request.getProperty(name));
      }
    }
    return settings;
  }

  /** The result, for when the core cannot write it. Written aside and renamed, as the core does. */
  private void answer(String status, String message) {
    File folder = requestFile.getParentFile();
    String json =
        "{\"status\":" + Quoted.json(status) + ",\"message\":" + Quoted.json(message) + "}";
    File unfinished = new File(folder, "result.entry");
    try {
      Files.write(unfinished.toPath(), json.getBytes(StandardCharsets.UTF_8));
      Files.move(unfinished.toPath(), new File(folder, "result").toPath());
    } catch (IOException nobodyWaits) {
      // the command line has gone and its folder with it
    }
  }
}
