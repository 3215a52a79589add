package dev.jflare.scrub;

import java.util.Arrays;
import java.util.List;

/**
 * What we mask beyond the Datadog Agent: it does not know JVM arguments. Together with {@link
 * SecretNames} this is the floor that JDK 27 sets (JEP 536), plus credentials in URLs.
 */
final class FloorRules {
  static final String NAMED_VALUE = "named value";
  static final String OPTION_VALUE = "option value";
  static final String XML_VALUE = "xml value";
  static final String PEM = "pem";
  static final String COMMUNITY_STRINGS = "community strings";

  private static final String SOURCE = "reference bundle-peers 3.1 and 3.3";
  private static final String[] HINTS = {
    "pass", "pwd", "token", "secret", "credential", "key", "jaas", "jwt", "auth"
  };

  private FloorRules() {}

  static List<Rule> rules() {
    return Arrays.asList(
        Rule.named(NAMED_VALUE, SOURCE).hintsInAnyCase(HINTS).text(new NamedValue()).build(),
        Rule.named(OPTION_VALUE, SOURCE).hints("--").text(new OptionValue()).build(),
        Rule.named("url credentials", SOURCE).hints("://").text(new UrlCredentials()).build());
  }

  /**
   * Lines that these mark go through {@link LineScrub}, which knows the lines before; they replace
   * nothing themselves.
   */
  static List<Rule> blockMarks() {
    return Arrays.asList(
        Rule.named(XML_VALUE, SOURCE).hintsInAnyCase(HINTS).build(),
        Rule.named(PEM, "3.8 #2").hints(PemBlock.BEGIN).build(),
        Rule.named(COMMUNITY_STRINGS, "3.8 #1").hints(CommunityStrings.KEY).build());
  }
}
