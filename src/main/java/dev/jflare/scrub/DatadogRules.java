package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The Datadog Agent's rules in their order (reference datadog-flare 3.3, 3.5, 3.6 and 3.8). What a
 * rule hits by accident, such as a Git hash or the word compass, it hits here too: support teams
 * know flares that look so, and too much masked is better than too little.
 */
final class DatadogRules {
  private static final String NO_WORD_BEFORE = "(?<![0-9A-Za-z_])";
  private static final String NO_WORD_AFTER = "(?![0-9A-Za-z_])";
  private static final String BLANKS = "[\\t\\n\\f\\r ]*";

  private static final String[] EXACT_KEYS = {
    "auth-tenantid", "authority", "cainzapp-api-key", "cms-svc-api-key", "dd-api-key", "lodauth",
    "sec-websocket-key", "statuskey", "cookie", "private-token", "kong-admin-token", "accesstoken",
    "session_token"
  };
  private static final String[] SNMP_KEYS = {
    "community_string",
    "authKey",
    "authkey",
    "auth_key",
    "auth_Key",
    "privKey",
    "privkey",
    "priv_key",
    "priv_Key",
    "community",
    "authentication_key",
    "privacy_key",
    "Authorization",
    "authorization"
  };

  private DatadogRules() {}

  /** The rules that look at one line at a time. */
  static List<Rule> singleLine() {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(keysAndBearers());
    rules.addAll(headers());
    rules.addAll(shapes());
    rules.addAll(namedValues());
    rules.addAll(objectOnly());
    return rules;
  }

  private static List<Rule> keysAndBearers() {
    return Arrays.asList(
        Rule.named("dela fallback", SecretKind.SECRET, "3.3 #1")
            .hints("DELA[")
            .text(
                RegexFinder.masking(
                    "(?i)" + NO_WORD_BEFORE + "fallback" + BLANKS + "=" + BLANKS + "([^,\\]]+)", 1))
            .build(),
        Rule.named("api key parameter", SecretKind.KEY, "3.3 #2")
            .hints("api_key", "apikey")
            .text(RegexFinder.keepingLast("api_?key=([a-zA-Z0-9]{5,}+)" + NO_WORD_AFTER, 1, 28, 4))
            .build(),
        Rule.named("app key parameter", SecretKind.KEY, "3.3 #3")
            .hints("app_key", "appkey", "application_key")
            .text(
                RegexFinder.keepingLast(
                    "app(?:lication)?_?key=([a-zA-Z0-9]{5,}+)" + NO_WORD_AFTER, 1, 36, 4))
            .build(),
        Rule.named("prefixed app key", SecretKind.KEY, "3.3 #4")
            .hints("ddapp_")
            .text(RegexFinder.keepingLast("(ddapp_[A-Za-z0-9_]{34})", 1, 36, 4))
            .build(),
        Rule.named("bearer token", SecretKind.TOKEN, "3.3 #5")
            .hints("Bearer")
            .text(
                RegexFinder.keepingLast(
                    NO_WORD_BEFORE + "Bearer ([0-9a-fA-F]{64})" + NO_WORD_AFTER, 1, 59, 5))
            .build(),
        Rule.named("bearer", SecretKind.TOKEN, "3.3 #6")
            .hints("Bearer")
            .text(new Bearer())
            .build());
  }

  private static List<Rule> headers() {
    return Arrays.asList(
        header("key", SecretKind.KEY, "3.3 #7")
            .hints(
                "x-api-key",
                "x-dreamfactory-api-key",
                "x-functions-key",
                "x-lz-api-key",
                "x-octopus-apikey",
                "x-pm-partner-key",
                "x-rapidapi-key",
                "x-sungard-idp-api-key",
                "x-vtex-api-appkey",
                "x-seel-api-key",
                "x-goog-api-key",
                "x-sonar-passcode")
            .build(),
        header("token", SecretKind.TOKEN, "3.3 #8")
            .hints(
                "x-auth-token",
                "x-rundeck-auth-token",
                "x-consul-token",
                "x-datadog-monitor-token",
                "x-vault-token",
                "x-vtex-api-apptoken",
                "x-static-token")
            .build(),
        header("auth", SecretKind.CREDENTIALS, "3.3 #9").hints("x-auth", "x-stratum-auth").build(),
        header("secret", SecretKind.SECRET, "3.3 #10")
            .hints("x-api-secret", "x-ibm-client-secret", "x-chalk-client-secret")
            .build(),
        Rule.named("credential header", SecretKind.CREDENTIALS, "3.3 #11")
            .hints(EXACT_KEYS)
            .near(Nearby::colon)
            .text(KeyedLine.endingWith(EXACT_KEYS))
            .key(oneOf(EXACT_KEYS))
            .build(),
        atLineStart("private key", SecretKind.PRIVATE_KEY, "3.3 #12", "private_key")
            .hints("private_key")
            .build());
  }

  private static List<Rule> shapes() {
    return Arrays.asList(
        Rule.named("api key value", SecretKind.KEY, "3.3 #13")
            .hexRun(32)
            .near(Nearby.word(32))
            .text(HexKey.quoted(32))
            .build(),
        Rule.named("api key", SecretKind.KEY, "3.3 #14")
            .hexRun(32)
            .near(Nearby.word(32))
            .text(HexKey.bare(32))
            .build(),
        Rule.named("app key value", SecretKind.KEY, "3.3 #15")
            .hexRun(40)
            .near(Nearby.word(40))
            .text(HexKey.quoted(40))
            .build(),
        Rule.named("app key", SecretKind.KEY, "3.3 #16")
            .hexRun(40)
            .near(Nearby.word(40))
            .text(HexKey.bare(40))
            .build(),
        Rule.named("remote configuration key", SecretKind.KEY, "3.3 #17")
            .hints("DDRCM_")
            .text(
                RegexFinder.keepingLast(
                    NO_WORD_BEFORE + "(DDRCM_[A-Z0-9]{6,}+)" + NO_WORD_AFTER, 1, 35, 5))
            .build(),
        Rule.named("uri password", SecretKind.PASSWORD, "3.3 #18")
            .hints("@")
            .near(Nearby::colonBefore)
            .text(new UriPassword())
            .build());
  }

  private static List<Rule> namedValues() {
    return Arrays.asList(
        Rule.named("password key", SecretKind.PASSWORD, "3.3 #19")
            .hints("pass", "pwd")
            .near(Nearby::keyAndColon)
            .text(KeyedLine.containing("pass", "pwd"))
            .key(key -> key.contains("pass") || key.contains("pwd"))
            .build(),
        Rule.named("password", SecretKind.PASSWORD, "3.3 #20")
            .hintsInAnyCase("pass", "pswd", "pwd")
            .near(Nearby::password)
            .text(
                RegexFinder.masking(
                    "(?i)(?:pass(?:word)?|pswd|pwd)[\"']?(?:=| = |: )[\"']?"
                        + "([0-9A-Za-z#!$%&()*+,\\-./:<=>?@\\[\\\\\\]^_{|}~]+)",
                    1))
            .build(),
        atLineStart("token key", SecretKind.TOKEN, "3.3 #21", "token", "jwt")
            .hints("token", "jwt")
            .near(Nearby::colon)
            .build(),
        Rule.named("oauth key", SecretKind.TOKEN, "3.3 #22")
            .hints("consumer_key", "token_id")
            .text(KeyedLine.endingWith("consumer_key", "token_id"))
            .key(oneOf("consumer_key", "token_id"))
            .build(),
        atLineStart("secret key", SecretKind.SECRET, "3.3 #23", "_secret", "_secret_id")
            .hints("secret")
            .near(Nearby::keyAndColon)
            .build(),
        atLineStart("access key", SecretKind.KEY, "3.3 #24", "access_key")
            .hints("access_key")
            .build(),
        Rule.named("snmp key", SecretKind.PASSWORD, "3.3 #25")
            .hints(
                Arrays.stream(SNMP_KEYS)
                    .filter(key -> !key.endsWith("_Key"))
                    .toArray(String[]::new))
            .text(KeyedLine.endingWith(SNMP_KEYS))
            .key(oneOf(SNMP_KEYS))
            .build());
  }

  private static List<Rule> objectOnly() {
    return Arrays.asList(
        Rule.named("scanning rules", SecretKind.OTHER, "3.3 #26, 3.5")
            .key("scanning_rules"::equals)
            .value(ValueMasks.SCANNING_RULES)
            .build(),
        Rule.named("scanning pattern", SecretKind.OTHER, "3.3 #27")
            .hints("scanning_rules")
            .text(KeyedLine.wholeWord("pattern"))
            .build(),
        Rule.named("api key of object", SecretKind.KEY, "3.3 #28, 3.5")
            .key(
                key -> key.contains("apikey") || key.contains("api_key") || key.contains("api-key"))
            .value(ValueMasks.API_KEY)
            .build(),
        Rule.named("app key of object", SecretKind.KEY, "3.3 #29, 3.5")
            .key(DatadogRules::appKey)
            .value(ValueMasks.APP_KEY)
            .build(),
        Rule.named("additional endpoints", SecretKind.KEY, "3.3 #30, 3.5")
            .key("additional_endpoints"::equals)
            .value(ValueMasks.ENDPOINTS)
            .build());
  }

  private static boolean appKey(String key) {
    for (String form : new String[] {"key", "-key", "_key"}) {
      if (key.contains("app" + form) || key.contains("application" + form)) {
        return true;
      }
    }
    return false;
  }

  /** The keys a site has configured, or no rule when there are none. */
  static List<Rule> configured(ScrubSettings settings) {
    List<String> keys = settings.configuredKeys();
    if (keys.isEmpty()) {
      return Collections.emptyList();
    }
    KeyPatterns patterns = new KeyPatterns(keys);
    Rule.Builder rule =
        Rule.named("configured key", SecretKind.OTHER, "3.3 #31")
            .text(KeyedLine.endingWith(patterns))
            .key(patterns::matchWhole);
    // a key beyond ASCII comes as characters or as bytes; only the finder knows both
    boolean ascii = keys.stream().allMatch(key -> KeyPatterns.bytesOf(key).equals(key));
    return Collections.singletonList(
        (ascii ? rule.hints(keys.toArray(new String[0])) : rule).build());
  }

  /** What only a flare masks, after everything else (reference datadog-flare 3.6). */
  static Rule flareApiKey() {
    return Rule.named("other api key", SecretKind.KEY, "3.6")
        .hints("api_key")
        .text(
            RegexFinder.framing(
                "api_key"
                    + BLANKS
                    + ":"
                    + BLANKS
                    + "([0-9A-Za-z\\\\/^\\]\\[(){}!|%:;\"~><=#@$_\\-+]{2,})",
                1,
                "api_key: \"",
                "\""))
        .build();
  }

  /** The rules that see a whole text. */
  static List<Rule> multiLine() {
    return Arrays.asList(
        Rule.named("community strings", SecretKind.PASSWORD, "3.8 #1")
            .hints(CommunityStrings.KEY)
            .text(new CommunityStrings())
            .build(),
        Rule.named("pem", SecretKind.PRIVATE_KEY, "3.8 #2")
            .hints("BEGIN")
            .text(new PemBlock())
            .build());
  }

  private static Rule.Builder header(String suffix, SecretKind kind, String source) {
    return Rule.named("x header " + suffix, kind, source)
        .text(KeyedLine.between("x-", suffix))
        .key(key -> key.startsWith("x-") && key.endsWith(suffix));
  }

  private static Rule.Builder atLineStart(
      String id, SecretKind kind, String source, String... suffixes) {
    return Rule.named(id, kind, source)
        .text(KeyedLine.atLineStart(suffixes))
        .key(key -> Arrays.stream(suffixes).anyMatch(key::endsWith));
  }

  private static Predicate<String> oneOf(String... keys) {
    return Arrays.stream(keys)
            .filter(key -> key.equals(key.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toSet())
        ::contains;
  }
}
