package dev.jflare.settings;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.settings.Setting.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All settings of one run, checked when they are loaded. Sources, strongest first: options of the
 * command line or the agent, environment, configuration file, defaults.
 */
public final class Settings {
  private static final String DEFAULT = "default";

  private final Map<Setting, Object> values = new EnumMap<>(Setting.class);
  private final Map<Setting, String> sources = new EnumMap<>(Setting.class);
  private final List<String> warnings = new ArrayList<>();

  private Settings() {}

  /** The defaults alone. */
  public static Settings defaults() {
    try {
      return load(Collections.emptyMap(), Collections.emptyMap(), null);
    } catch (SettingsException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * @param explicit options by key, for example {@code site}; an unknown key is an error
   * @param environment usually {@link System#getenv()}
   * @param file a YAML file, or null for none; unknown keys in it are ignored
   * @throws SettingsException when a value is wrong or a file cannot be read
   */
  public static Settings load(
      Map<String, String> explicit, Map<String, String> environment, @Nullable Path file)
      throws SettingsException {
    List<Source> order = new ArrayList<>();
    order.add(new OptionSource(explicit));
    order.add(new EnvironmentSource(environment));
    if (file != null) {
      order.add(YamlSource.read(file));
    }
    Settings settings = new Settings();
    for (Setting setting : Setting.values()) {
      settings.put(setting, settings.strongest(setting, order));
    }
    return settings;
  }

  /** A text; empty when not set and without default. */
  public String string(Setting setting) {
    return value(setting, String.class);
  }

  public boolean flag(Setting setting) {
    return value(setting, Boolean.class);
  }

  /** A list; of one of maps each item is a JSON object in one line. */
  @SuppressWarnings("unchecked") // put() made it
  public List<String> list(Setting setting) {
    return value(setting, List.class);
  }

  public Duration duration(Setting setting) {
    return value(setting, Duration.class);
  }

  public Secret secret(Setting setting) {
    return value(setting, Secret.class);
  }

  /**
   * Where a value came from, for the manifest: {@code option site}, {@code DD_SITE}, {@code
   * /etc/datadog-agent/datadog.yaml:12}, or {@code default}.
   */
  public String source(Setting setting) {
    return sources.getOrDefault(setting, DEFAULT);
  }

  /** Whether anything but the default says what it is. */
  public boolean isSet(Setting setting) {
    return sources.containsKey(setting);
  }

  /** What was left out on the way and why, in lines for a person. */
  public List<String> warnings() {
    return Collections.unmodifiableList(warnings);
  }

  /**
   * What is set, as options for another process on this machine: with the values of secrets, and
   * with paths that do not depend on this process's folder. For a file or a pipe that nobody else
   * reads, never for a command line.
   */
  public Map<String, String> forAnotherProcess() {
    Map<String, String> options = new LinkedHashMap<>();
    for (Setting setting : sources.keySet()) {
      if (setting != Setting.API_KEY_FILE) { // what it held is in API_KEY
        options.put(setting.key(), text(setting));
      }
    }
    return options;
  }

  /**
   * The same for a process of another user, who is not to learn what only we may use: without the
   * API key, proxies (they have passwords) and the like. What guards that process's own server goes
   * along.
   */
  public Map<String, String> forAnotherUsersProcess() {
    Map<String, String> options = forAnotherProcess();
    for (Setting setting : Setting.values()) {
      if (setting.kind() == Kind.SECRET && !setting.key().startsWith("jflare.pprof.")) {
        options.remove(setting.key());
      }
    }
    return options;
  }

  private String text(Setting setting) {
    switch (setting.kind()) {
      case LIST:
        return String.join(",", list(setting));
      case OBJECTS:
        return "[" + String.join(",", list(setting)) + "]";
      case SECRET:
        return secret(setting).reveal();
      case DELAY:
      case DURATION:
        return duration(setting).toNanos() + "ns";
      case PATH:
        String path = string(setting);
        return path.isEmpty() ? path : Paths.get(path).toAbsolutePath().toString();
      default:
        return String.valueOf(values.get(setting));
    }
  }

  /** The sources of what is set; never a value. */
  @Override
  public String toString() {
    return "Settings" + sources;
  }

  private <T> T value(Setting setting, Class<T> type) {
    Object value = values.get(setting);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          setting.key() + " is a " + setting.kind() + ", not a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private @Nullable Raw strongest(Setting setting, List<Source> order) throws SettingsException {
    for (Source source : order) {
      Raw raw = source.find(setting);
      if (raw == null && setting == Setting.API_KEY) {
        raw = keyFromFile(source.find(Setting.API_KEY_FILE));
      }
      if (raw != null && raw.isHandle()) {
        warnings.add(
            setting.key()
                + " (from "
                + raw.source()
                + "): ignored, a handle of a secrets backend that only the Datadog Agent can open");
      } else if (raw != null) {
        return raw;
      }
    }
    return null;
  }

  /** A key in a file is as strong as the source that names the file. */
  private static @Nullable Raw keyFromFile(@Nullable Raw named) throws SettingsException {
    String name = named == null ? null : named.text();
    if (named == null || name == null || name.isEmpty()) {
      return null;
    }
    try {
      byte[] content = Files.readAllBytes(Paths.get(name));
      return Raw.text(new String(content, StandardCharsets.UTF_8).trim(), named.source());
    } catch (IOException unreadable) {
      throw new SettingsException(
          Setting.API_KEY_FILE, named.source(), "cannot read the file: " + unreadable);
    }
  }

  private void put(Setting setting, @Nullable Raw raw) throws SettingsException {
    if (raw != null) {
      sources.put(setting, raw.source());
      values.put(setting, parse(setting, raw));
    } else {
      values.put(setting, parse(setting, Raw.text(setting.fallback(), DEFAULT)));
    }
  }

  private Object parse(Setting setting, Raw raw) throws SettingsException {
    if (setting.kind() == Kind.LIST) {
      return raw.items();
    }
    if (setting.kind() == Kind.OBJECTS) {
      return raw.objects(setting);
    }
    String text = raw.text();
    if (text == null) {
      throw new SettingsException(setting, raw.source(), "expected one value, got a list");
    }
    switch (setting.kind()) {
      case SECRET:
        return Secret.of(text.trim());
      case FLAG:
        return flagOf(setting, raw, text);
      case DURATION:
        return durationOf(setting, raw, text);
      case CHOICE:
        return choiceOf(setting, raw, text);
      case DELAY:
        String delay = text.trim();
        return delay.startsWith("-")
            ? durationOf(setting, raw, delay.substring(1)).negated()
            : durationOf(setting, raw, delay);
      case TLS_VERSION:
        return tlsVersionOf(setting, text);
      default:
        return text;
    }
  }

  /** The spellings of Go's strconv.ParseBool, which the Datadog Agent takes. */
  private static Boolean flagOf(Setting setting, Raw raw, String text) throws SettingsException {
    if (Arrays.asList("1", "t", "T", "TRUE", "true", "True").contains(text.trim())) {
      return true;
    }
    if (Arrays.asList("0", "f", "F", "FALSE", "false", "False").contains(text.trim())) {
      return false;
    }
    throw new SettingsException(
        setting, raw.source(), "expected true or false, got \"" + text + "\"");
  }

  private static String choiceOf(Setting setting, Raw raw, String text) throws SettingsException {
    String word = text.trim().toLowerCase(Locale.ROOT);
    if (setting.choices().contains(word)) {
      return word;
    }
    String words = String.join(", ", setting.choices()).replaceFirst(", ([^,]*)$", " or $1");
    throw new SettingsException(
        setting, raw.source(), "expected " + words + ", got \"" + text + "\"");
  }

  private static Duration durationOf(Setting setting, Raw raw, String text)
      throws SettingsException {
    try {
      return GoDuration.parseSetting(text.trim());
    } catch (IllegalArgumentException wrong) {
      throw new SettingsException(setting, raw.source(), String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * A wrong version is no error: the Datadog Agent warns, in these words, and takes its default.
   */
  private String tlsVersionOf(Setting setting, String text) {
    String version = text.trim().toLowerCase(Locale.ROOT);
    if (version.matches("tlsv1\\.[0-3]")) {
      return version;
    }
    if (!version.isEmpty()) {
      warnings.add("Invalid `" + setting.key() + "` " + quoted(text) + "; using default");
    }
    return setting.fallback();
  }

  /** As Go's strconv.Quote for what people type. */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
