package dev.jflare.scrub;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a name promises a secret. The words are those of JDK 27 (JEP 536, reference bundle-peers
 * 3.3) and the Datadog rules' {@code pass} and {@code access_key}; upper and lower case, dots,
 * dashes and underscores make no difference. Words that only sound like it do not count: {@code
 * passenger_count}, {@code tokenizer}, {@code author}.
 */
final class SecretNames {
  private static final String[] WORDS = {
    "password",
    "passwd",
    "pwd",
    "pswd",
    "passphrase",
    "passcode",
    "token",
    "secret",
    "credential",
    "apikey",
    "privatekey",
    "accesskey",
    "accountkey",
    "encryptionkey",
    "signingkey",
    "jaasconfig"
  };

  /** What has a secret word within it and means something else; taken out before looking. */
  private static final String[] INNOCENT = {
    "passenger",
    "compass",
    "bypass",
    "passive",
    "passthrough",
    "passage",
    "passing",
    "passed",
    "trespass",
    "surpass",
    "tokenizer",
    "tokeniser",
    "tokenize",
    "tokenization",
    "secretary"
  };

  /** Words of a name whose number is no secret: {@code max_tokens}, {@code password.length}. */
  private static final Set<String> MEASURES =
      new HashSet<>(
          Arrays.asList(
              "max",
              "min",
              "count",
              "size",
              "length",
              "len",
              "limit",
              "ttl",
              "timeout",
              "expiry",
              "expires",
              "expiration",
              "interval",
              "age",
              "total",
              "number",
              "num",
              "used",
              "usage",
              "seconds",
              "millis",
              "ms",
              "days",
              "hours",
              "minutes",
              "tokens",
              "passwords",
              "secrets",
              "retries",
              "attempts",
              "version",
              "lifetime",
              "validity",
              "duration",
              "budget",
              "rate",
              "rotation",
              "index"));

  private static final int LONGEST_MEASURE = 12;

  private SecretNames() {}

  /** For keys of properties, environment variables and settings: the wide list. */
  static boolean inProperty(String name) {
    return inText(name) || auth(plain(name));
  }

  /** For names in running text and program arguments, where {@code auth} alone says too little. */
  static boolean inText(String name) {
    return mayBe(name) && secret(plain(name));
  }

  /**
   * Whether the name has letters that all words for secrets have some of; cheap, because it is
   * asked of every name in a line.
   */
  static boolean mayBe(String name) {
    char before = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '-' || c == '_' || c == '.') {
        continue;
      }
      // the sign of Kelvin is a k in lower case
      char lower = c < 128 ? (char) (c | 0x20) : Character.toLowerCase(c);
      boolean pair = (before == 's' && lower == 's') || (before == 'c' && lower == 'r');
      if (pair || lower == 'k' || lower == 'w' || lower == 'j') {
        return true;
      }
      before = lower;
    }
    return false;
  }

  /** Whether this is the name of a section that holds nothing but secrets. */
  static boolean collection(String name) {
    String plain = plain(name.substring(name.lastIndexOf('.') + 1));
    return plain.equals("credentials")
        || plain.equals("secrets")
        || plain.equals("passwords")
        || plain.equals("apikeys");
  }

  /** Whether the name is nothing but a word for a secret, as {@code Password} is. */
  static boolean exactly(String name) {
    String plain = plain(name);
    for (String word : WORDS) {
      if (plain.equals(word)) {
        return true;
      }
    }
    return plain.equals("pass") || plain.equals("jwt") || plain.equals("credentials");
  }

  /**
   * Whether the word is in the name, in lower case, and not only as part of an innocent one; for
   * words that are no names by themselves.
   */
  static boolean contains(String name, String word) {
    return withoutInnocent(name).contains(word);
  }

  private static boolean secret(String plain) {
    for (String word : WORDS) {
      if (plain.contains(word)) {
        return true;
      }
    }
    return plain.endsWith("pass") || plain.endsWith("jwt") || plain.endsWith("jsessionid");
  }

  /** Authors are no credentials. */
  private static boolean auth(String plain) {
    for (int at = plain.indexOf("auth"); at >= 0; at = plain.indexOf("auth", at + 1)) {
      if (!plain.startsWith("author", at) || plain.startsWith("authori", at)) {
        return true;
      }
    }
    return false;
  }

  /** What a name says of its value. */
  static SecretKind kind(String name) {
    String plain = plain(name);
    if (plain.contains("pass") || plain.contains("pwd")) {
      return SecretKind.PASSWORD;
    }
    if (plain.contains("privatekey")) {
      return SecretKind.PRIVATE_KEY;
    }
    if (plain.contains("token") || plain.endsWith("jwt")) {
      return SecretKind.TOKEN;
    }
    if (plain.contains("cookie") || plain.endsWith("sessionid")) {
      return SecretKind.COOKIE;
    }
    if (plain.contains("key")) {
      return SecretKind.KEY;
    }
    return plain.contains("secret") ? SecretKind.SECRET : SecretKind.CREDENTIALS;
  }

  /** Whether this is the number, size or duration that the name speaks of. */
  static boolean measure(String name, String value) {
    if (value.isEmpty() || value.length() > LONGEST_MEASURE || !number(value)) {
      return false;
    }
    for (String word : Words.of(name)) {
      if (MEASURES.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Digits, and behind them a unit or nothing. */
  private static boolean number(String value) {
    int i = value.charAt(0) == '-' ? 1 : 0;
    int digits = i;
    while (i < value.length() && (Ascii.digit(value.charAt(i)) || value.charAt(i) == '.')) {
      i++;
    }
    boolean some = i > digits;
    int unit = i;
    while (i < value.length() && (Ascii.letter(value.charAt(i)) || value.charAt(i) == '%')) {
      i++;
    }
    return some && i == value.length() && i - unit <= 2;
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (c != '-' && c != '_' && c != '.') {
        out.append(c);
      }
    }
    String plain = out.toString();
    boolean mayBeInnocent =
        plain.contains("pass") || plain.contains("token") || plain.contains("secretar");
    return mayBeInnocent ? withoutInnocent(plain) : plain;
  }

  private static String withoutInnocent(String plain) {
    String rest = plain;
    for (String word : INNOCENT) {
      if (rest.contains(word)) {
        rest = rest.replace(word, "");
      }
    }
    return rest;
  }
}
