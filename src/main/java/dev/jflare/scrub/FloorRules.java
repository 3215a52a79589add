package dev.jflare.scrub;

import java.util.Arrays;
import java.util.List;

/**
 * What we mask beyond the Datadog Agent: it does not know JVM arguments. Together with {@link
 * SecretNames} this is the floor that JDK 27 sets (JEP 536), plus credentials in URLs.
 */
final class FloorRules {
  private static final String SOURCE = "reference bundle-peers 3.1 and 3.3";
  private static final String[] HINTS = {
    "pass", "pwd", "token", "secret", "credential", "key", "jaas", "jwt", "auth"
  };

  static final Rule NAMED_VALUE =
      Rule.named("named value", SecretKind.SECRET, SOURCE)
          .about("the value behind a name that promises a secret")
          .hintsInAnyCase(HINTS)
          .near(Nearby::assigned)
          .text(new NamedValue())
          .hit("-Dapi.token=abc,d -Xmx1g", "-Dapi.token=******** -Xmx1g")
          .miss("token = null")
          .build();
  static final Rule OPTION_VALUE =
      Rule.named("option value", SecretKind.SECRET, SOURCE)
          .about("the argument behind an option that promises a secret")
          .hints("--")
          .near(Nearby.option(SecretNames::inText))
          .text(new OptionValue())
          .hit("App --client-secret abc --port 80", "App --client-secret ******** --port 80")
          .miss("App --port 80")
          .build();
  private static final Rule URL_CREDENTIALS =
      Rule.named("url credentials", SecretKind.PASSWORD, SOURCE)
          .about("the password of a URL, up to the last @ before the path")
          .hints("://")
          .near(Nearby::userinfo)
          .text(new UrlCredentials())
          .hit("amqp://u:p\"w@host/x", "amqp://u:********@host/x")
          .miss("http://host:80/a@b")
          .build();
  static final Rule XML_VALUE =
      Rule.named("xml value", SecretKind.SECRET, SOURCE)
          .about("what XML keeps under a name that promises a secret")
          .hintsInAnyCase(HINTS)
          .near(Nearby::markup)
          .hit("<secret>abc</secret>", "<secret>********</secret>")
          .miss("<name>abc</name>")
          .build();
  private static final Rule OPTION_ABOVE =
      Rule.named("option above", SecretKind.SECRET, SOURCE)
          .about("an option that promises a secret, alone on the line above its value")
          .hintsInAnyCase(HINTS)
          .near(Nearby::optionAlone)
          .hit("-password\nabc", "-password\n********")
          .miss("-passing\nabc")
          .build();
  static final Rule PEM =
      Rule.named("pem", SecretKind.PRIVATE_KEY, "3.8 #2")
          .about("keys and certificates in PEM, also with headers or without their end")
          .hints(PemBlock.BEGIN)
          .hit("-----BEGIN A-----\\nMIIB\\n-----END A-----", "********")
          .miss("-----BEGIN of the story")
          .build();
  static final Rule COMMUNITY_STRINGS =
      Rule.named("community strings", SecretKind.PASSWORD, "3.8 #1")
          .about("the list of SNMP community strings")
          .hints(CommunityStrings.KEY)
          .hit("community_strings: [a, b]", "community_strings: \"********\"")
          .miss("community_strings are listed below")
          .build();

  private FloorRules() {}

  static List<Rule> rules() {
    return Arrays.asList(NAMED_VALUE, OPTION_VALUE, URL_CREDENTIALS);
  }

  /**
   * Lines that these mark go through {@link LineScrub}, which knows the lines before; they replace
   * nothing themselves.
   */
  static List<Rule> blockMarks() {
    return Arrays.asList(XML_VALUE, OPTION_ABOVE, PEM, COMMUNITY_STRINGS);
  }
}
