package dev.jflare.scrub;

import static java.util.Objects.requireNonNull;

import dev.jflare.jfr.StringField;
import dev.jflare.jfr.StringMask;
import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * What of a recording's strings may leave (reference bundle-peers 3.3). Of other processes on the
 * host only the program's name stays, of environment variables only those known to be harmless; key
 * and value pairs go by their key; command lines are read as such; all other strings pass the rules
 * for text.
 *
 * <p>Counts into one tally and is therefore confined to one thread.
 */
public final class RecordingPolicy implements StringMask {
  private static final String OTHER_PROCESS = "jdk.SystemProcess";
  private static final String ENVIRONMENT = "jdk.InitialEnvironmentVariable";
  private static final int LONGEST_PROGRAM_NAME = 64;
  private static final int LONGEST_REMEMBERED = 200;
  private static final int MOST_REMEMBERED = 4096;

  /** Types whose value says nothing without its key. */
  private static final Set<String> KEYED =
      new HashSet<>(
          Arrays.asList(
              ENVIRONMENT,
              "jdk.InitialSystemProperty",
              "jdk.InitialSecurityProperty",
              "jdk.SecurityPropertyModification"));

  private static final Set<String> COMMAND_LINES =
      new HashSet<>(
          Arrays.asList(
              "jdk.JVMInformation.jvmArguments",
              "jdk.JVMInformation.jvmFlags",
              "jdk.JVMInformation.javaArguments",
              "jdk.ProcessStart.command"));

  private final Scrubber scrubber;
  private final ScrubTally tally;

  /** Texts without a secret; the names of phases and threads come a hundred thousand times. */
  private final Set<String> harmless = new HashSet<>();

  /**
   * @param tally counts what is masked, by rule
   */
  public RecordingPolicy(Scrubber scrubber, ScrubTally tally) {
    this.scrubber = requireNonNull(scrubber, "scrubber");
    this.tally = requireNonNull(tally, "tally");
  }

  @Override
  public String mask(StringField field, String value) {
    if (field.type().equals(OTHER_PROCESS)) {
      return field.name().equals("commandLine") ? programName(value) : value;
    }
    if (field.name().equals("value") || field.name().equals("newValue")) {
      return valueOf(field, value);
    }
    if (COMMAND_LINES.contains(field.toString())) {
      return StringMask.overlay(value, scrubber.arguments(value, tally));
    }
    if (SecretNames.inText(field.name()) && !value.isEmpty()) {
      return all(value, FloorRules.NAMED_VALUE.id);
    }
    return text(value);
  }

  private String valueOf(StringField field, String value) {
    @Nullable String key = key(field);
    if (key == null) {
      return KEYED.contains(field.type()) ? all(value, "value of unknown key") : text(value);
    }
    if (field.type().equals(ENVIRONMENT) && !Environment.harmless(key)) {
      return all(value, "environment variable");
    }
    String scrubbed =
        scrubber.properties(Collections.singletonMap(key, value), tally).values().iterator().next();
    // a value may be a command line in its turn: sun.java.command, JAVA_TOOL_OPTIONS
    return StringMask.overlay(value, scrubber.arguments(scrubbed, tally));
  }

  private static @Nullable String key(StringField field) {
    String key = field.sibling("key");
    return key == null ? field.sibling("name") : key;
  }

  private String text(String value) {
    if (harmless.contains(value)) {
      return value;
    }
    String masked = StringMask.overlay(value, scrubber.line(value, tally));
    if (masked.equals(value) && value.length() <= LONGEST_REMEMBERED) {
      if (harmless.size() >= MOST_REMEMBERED) {
        harmless.clear();
      }
      harmless.add(value);
    }
    return masked;
  }

  private String all(String value, String rule) {
    if (!value.isEmpty()) {
      tally.add(rule, 1);
    }
    return StringMask.blank(value, 0, value.length());
  }

  /** {@code /usr/bin/java -Dx=y} becomes stars, {@code java}, stars. */
  private String programName(String commandLine) {
    int end = 0;
    while (end < commandLine.length() && !Ascii.blank(commandLine.charAt(end))) {
      end++;
    }
    int start = end;
    while (start > 0 && nameCharacter(commandLine.charAt(start - 1))) {
      start--;
    }
    boolean path =
        start == 0 || commandLine.charAt(start - 1) == '/' || commandLine.charAt(start - 1) == '\\';
    String name = commandLine.substring(start, end);
    if (!path || name.length() > LONGEST_PROGRAM_NAME || !scrubber.line(name).equals(name)) {
      return all(commandLine, "command line of another process");
    }
    if (name.length() < commandLine.length()) {
      tally.add("command line of another process", 1);
    }
    String tail = StringMask.blank(commandLine, end, commandLine.length());
    return StringMask.blank(tail, 0, start);
  }

  private static boolean nameCharacter(char c) {
    return Ascii.word(c) || c == '-' || c == '.' || c == '+';
  }
}
