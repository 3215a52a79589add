package dev.jflare.scrub;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a secret value says so much by itself that it may be masked wherever it stands, also
 * inside of words. What is not worth it is still masked behind its key. Left out are:
 *
 * <ul>
 *   <li>values below {@link #SHORTEST} characters, and those of 6 or 7 that are nothing but letters
 *       ({@code orders}) or nothing but digits;
 *   <li>values with fewer than four different characters, or with a mask in them;
 *   <li>numbers of fewer than 8 digits, also with a unit ({@code 30000ms});
 *   <li>words that many programs have as a default ({@code changeit}, {@code localhost});
 *   <li>placeholders ({@code ${DB_PASSWORD}}, {@code ENC[name]}), paths, host names, names of
 *       classes and URLs without user, query and fragment, as long as all their parts are words or
 *       short numbers.
 * </ul>
 */
final class SecretWorth {
  /** In characters. */
  static final int SHORTEST = 6;

  private static final int SHORTEST_WORD = 8;
  private static final int FEWEST_DIFFERENT = 4;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,7}(?:\\.[0-9]*+)?[A-Za-z]{0,3}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]++[0-9]{0,3}|[0-9]{1,5}");
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:[a-z][a-z+.-]*+://[^@?#]++|[A-Za-z]:[\\\\/].*+|[.~]{0,2}/.*+|[^/\\s@]+(?:\\.[^./\\s@]+)+(?::[0-9]++)?)");
  private static final Pattern PARTS = Pattern.compile("[^A-Za-z0-9]++");
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private static final Set<String> COMMON =
      new HashSet<>(
          Arrays.asList(
              "administrator",
              "anonymous",
              "anything",
              "authenticated",
              "automatic",
              "basic auth",
              "certificate",
              "changeit",
              "changeme",
              "configured",
              "credential",
              "credentials",
              "database",
              "default",
              "dejavu",
              "development",
              "disabled",
              "elasticsearch",
              "enabled",
              "encrypted",
              "environment",
              "example",
              "external",
              "generated",
              "guest",
              "hibernate",
              "internal",
              "kerberos",
              "keystore",
              "localhost",
              "localhost.localdomain",
              "mandatory",
              "memcached",
              "negotiate",
              "optional",
              "password",
              "passwords",
              "permitall",
              "plaintext",
              "postgres",
              "postgresql",
              "production",
              "provided",
              "rabbitmq",
              "redacted",
              "required",
              "secret",
              "security",
              "service",
              "simple",
              "springboot",
              "staging",
              "standard",
              "supported",
              "truststore",
              "undefined",
              "unknown",
              "unsupported",
              "username",
              "whatever",
              "wildfly",
              "zookeeper"));

  private SecretWorth() {}

  static boolean known(String value) {
    if (value.length() < SHORTEST || value.contains(Ascii.MASK) || starred(value)) {
      return false;
    }
    if (value.chars().distinct().limit(FEWEST_DIFFERENT).count() < FEWEST_DIFFERENT) {
      return false;
    }
    if (value.length() < SHORTEST_WORD && (all(value, true) || all(value, false))) {
      return false;
    }
    return !NUMBER.matcher(value).matches()
        && !COMMON.contains(value.toLowerCase(Locale.ROOT))
        && !placeholder(value)
        && !place(value);
  }

  /** Next to a mask such a value would grow into it. */
  private static boolean starred(String value) {
    return value.startsWith("*") || value.endsWith("*");
  }

  private static boolean all(String value, boolean letters) {
    return value.chars().allMatch(c -> letters ? Character.isLetter(c) : Character.isDigit(c));
  }

  private static boolean placeholder(String value) {
    boolean opens = value.startsWith("${") || value.startsWith("#{") || value.startsWith("{{");
    return (opens && value.endsWith("}")) || ObjectScrub.isHandle(value);
  }

  /** A path, a URL, a host or the name of a class, made of words. */
  private static boolean place(String value) {
    if (!PLACE.matcher(value).matches()) {
      return false;
    }
    for (String part : PARTS.split(value)) {
      for (String word : HUMP.split(part)) {
        if (!word.isEmpty() && !WORD.matcher(word).matches()) {
          return false;
        }
      }
    }
    return true;
  }
}
