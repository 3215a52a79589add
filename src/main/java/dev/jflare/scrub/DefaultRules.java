package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of a flare: the Datadog Agent's, but for a few that are narrower here because what they
 * hit by accident is worth reading ({@code passenger_count: 3}, {@code community: open source}, the
 * ids of traces), and what we mask beyond them.
 */
final class DefaultRules {
  /** Words, as in prose; a community string is one word, or in quotes. */
  private static final Pattern PROSE = Pattern.compile("[A-Za-z]++(?:[ ,.]++[A-Za-z]++)++[.!]?");

  private DefaultRules() {}

  /** In the order in which they run. */
  static List<Rule> all(ScrubSettings settings) {
    return all(settings, Collections.emptyList());
  }

  /**
   * @param custom the user's own rules
   */
  static List<Rule> all(ScrubSettings settings, List<Rule> custom) {
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : DatadogRules.singleLine()) {
      rules.add(narrowed(rule));
    }
    rules.addAll(DatadogRules.configured(settings));
    rules.add(DatadogRules.flareApiKey());
    rules.addAll(FloorRules.rules());
    rules.addAll(ShapeRules.rules());
    rules.addAll(custom);
    rules.addAll(FloorRules.blockMarks());
    return rules;
  }

  private static Rule narrowed(Rule rule) {
    switch (rule.id) {
      case "password key":
        return rule.but()
            .text(KeyedLine.keyUnless(DefaultRules::password, SecretNames::measure))
            .key(DefaultRules::password)
            .unless(SecretNames::measure)
            .miss("passenger_count: 3")
            .miss("max_password_length: 64")
            .miss("compass: north")
            .build();
      case "password":
        return rule.but()
            .text(
                RegexFinder.masking(
                    "(?i)(?<!com|by|tres|sur)(?:pass(?:word)?|pswd|pwd)"
                        + DatadogRules.PASSWORD_VALUE))
            .miss("compass=north")
            .build();
      case "snmp key":
        return rule.but()
            .text(KeyedLine.keyUnless(DatadogRules::snmpKey, DefaultRules::prose))
            .unless(DefaultRules::prose)
            .miss("community: open source")
            .build();
      case "api key value":
        return hex(rule, HexKey.quoted(32), "\"trace_id\": \"0123456789abcdef0123456789abcdef\"");
      case "api key":
        return hex(rule, HexKey.bare(32), "dd.trace_id=0123456789abcdef0123456789abcdef");
      case "app key value":
        return hex(rule, HexKey.quoted(40), "revision: 0123456789abcdef0123456789abcdef01234567");
      case "app key":
        return hex(rule, HexKey.bare(40), "git.commit.id=0123456789abcdef0123456789abcdef01234567");
      default:
        return rule;
    }
  }

  private static Rule hex(Rule rule, HexKey key, String miss) {
    return rule.but()
        .near(Identifiers.none(rule.near))
        .text(key.sparingIdentifiers())
        .miss(miss)
        .build();
  }

  private static boolean password(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return SecretNames.contains(lower, "pass") || SecretNames.contains(lower, "pwd");
  }

  private static boolean prose(String key, String value) {
    return key.endsWith("community") && PROSE.matcher(value).matches();
  }
}
