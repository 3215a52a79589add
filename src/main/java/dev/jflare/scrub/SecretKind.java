package dev.jflare.scrub;

import java.util.Locale;

/** What sort of secret a rule finds: what a reader of the archive may know of what was there. */
public enum SecretKind {
  PASSWORD,
  TOKEN,
  /** A key that is shown to an interface; keys for ciphers and signatures are private keys. */
  KEY,
  PRIVATE_KEY,
  SECRET,
  /** User and password together, or something of which it is not known what it is. */
  CREDENTIALS,
  COOKIE,
  SIGNATURE,
  OTHER;

  /** In lower case, with dashes: {@code private-key}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
