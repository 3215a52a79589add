package dev.jflare.scrub;

import java.util.Locale;

/**
 * Whether a name promises a secret. The words are those of JDK 27 (JEP 536, reference bundle-peers
 * 3.3) and the Datadog rules' {@code pass} and {@code access_key}; upper and lower case, dots,
 * dashes and underscores make no difference.
 */
final class SecretNames {
  private static final String[] WORDS = {
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passcode",
    "token",
    "secret",
    "credential",
    "apikey",
    "privatekey",
    "accesskey",
    "jaasconfig"
  };

  private SecretNames() {}

  /** For keys of properties, environment variables and settings: the wide list. */
  static boolean inProperty(String name) {
    String plain = plain(name);
    return secret(plain) || auth(plain);
  }

  /** For names in running text and program arguments, where {@code auth} alone says too little. */
  static boolean inText(String name) {
    return secret(plain(name));
  }

  private static boolean secret(String plain) {
    for (String word : WORDS) {
      if (plain.contains(word)) {
        return true;
      }
    }
    return plain.endsWith("pass") || plain.endsWith("jwt");
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
    if (plain.contains("cookie")) {
      return SecretKind.COOKIE;
    }
    if (plain.contains("key")) {
      return SecretKind.KEY;
    }
    return plain.contains("secret") ? SecretKind.SECRET : SecretKind.CREDENTIALS;
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
    return out.toString();
  }
}
