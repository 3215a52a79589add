package dev.jflare.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

/** What the command line asks of the agent: names and values, typed at the edges only. */
public final class ExchangeRequest {
  /** Proves that the request is the one the agent was loaded for; also the folder's name. */
  public static final String NONCE = "nonce";

  /**
   * After this moment (epoch milliseconds) the request is void, so that a load that runs late does
   * nothing.
   */
  public static final String VALID_UNTIL = "valid.until";

  /** The agent jar, in the target's view; the entry takes the core from there. */
  public static final String AGENT_JAR = "agent.jar";

  public static final String WINDOW_MILLIS = "window.millis";
  public static final String MUTEX_FRACTION = "mutex.fraction";
  public static final String BLOCKING_RATE_NANOS = "blocking.rate.nanos";

  /** Which profilers may be used, as the setting has it. */
  public static final String PROFILE_ENGINE = "profile.engine";

  /** {@code true} has JFR sample CPU time. */
  public static final String PROFILE_CPU_TIME_SAMPLE = "profile.cpu.time.sample";

  public static final String PROVIDER_TIMEOUT_MILLIS = "provider.timeout.millis";

  /** How long the JVM may stand still for what is asked of it. */
  public static final String PAUSE_BUDGET_MILLIS = "pause.budget.millis";

  public static final String ONLY = "only";
  public static final String SKIP = "skip";

  /** {@code true} leaves the agent in the JVM with its MBean; the entry reads it. */
  public static final String STAY = "stay";

  /**
   * Before the name of each setting that an agent which stays is to have; the entry reads them.
   * Secrets are among them: the file is the target user's alone, and goes with its folder.
   */
  public static final String SETTING_PREFIX = "setting.";

  public static final String SCRUB_ADDITIONAL_KEYS = "scrub.additional.keys";
  public static final String SCRUB_STRIPPED_KEYS = "scrub.stripped.keys";

  /** Which set of rules, as the setting has it. */
  public static final String SCRUB_RULES = "scrub.rules";

  /** The user's rules, a JSON object each. */
  public static final String SCRUB_CUSTOM = "scrub.custom";

  /** What stays readable, a JSON object each. */
  public static final String SCRUB_ALLOW = "scrub.allow";

  private final Properties values;

  private ExchangeRequest(Properties values) {
    this.values = values;
  }

  public static ExchangeRequest empty() {
    return new ExchangeRequest(new Properties());
  }

  static ExchangeRequest load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** The other end of {@link #write}; reads to the end of the stream. */
  public static ExchangeRequest read(InputStream in) throws IOException {
    Properties values = new Properties();
    values.load(in);
    return new ExchangeRequest(values);
  }

  /** For another process. */
  public void write(OutputStream out) throws IOException {
    values.store(out, null);
  }

  void save(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out);
    }
  }

  public ExchangeRequest set(String key, String value) {
    values.setProperty(key, value);
    return this;
  }

  public ExchangeRequest set(String key, long value) {
    return set(key, Long.toString(value));
  }

  public ExchangeRequest set(String key, Collection<String> names) {
    return set(key, String.join("\n", names));
  }

  public String text(String key, String otherwise) {
    return values.getProperty(key, otherwise);
  }

  /**
   * @throws IOException when the value is there but is no number
   */
  public long number(String key, long otherwise) throws IOException {
    String value = values.getProperty(key);
    try {
      return value == null ? otherwise : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IOException("request: " + key + "=" + value + " is not a number", e);
    }
  }

  public Duration millis(String key, Duration otherwise) throws IOException {
    return Duration.ofMillis(number(key, otherwise.toMillis()));
  }

  public List<String> names(String key) {
    String value = values.getProperty(key, "");
    return value.isEmpty() ? Collections.emptyList() : Arrays.asList(value.split("\n", -1));
  }
}
