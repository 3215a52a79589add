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

  /** Separator and value of a password, group 1. */
  static final String PASSWORD_VALUE =
      "[\"']?(?:=| = |: )[\"']?([0-9A-Za-z#!$%&()*+,\\-./:<=>?@\\[\\\\\\]^_{|}~]+)";

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
    rules.addAll(DatadogHeaders.rules());
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
            .about("the fallback of a delegated authentication")
            .hit("DELA[org, aws, fallback=abc]", "DELA[org, aws, fallback=********]")
            .miss("DELA[org, aws]")
            .build(),
        Rule.named("api key parameter", SecretKind.KEY, "3.3 #2")
            .hints("api_key", "apikey")
            .text(RegexFinder.keepingLast("api_?key=([a-zA-Z0-9]{5,}+)" + NO_WORD_AFTER, 1, 28, 4))
            .about("api_key= and apikey= in a URL")
            .hit("/a?api_key=abcdefgh", "/a?api_key=****************************efgh")
            .miss("/a?api_key=abc")
            .build(),
        Rule.named("app key parameter", SecretKind.KEY, "3.3 #3")
            .hints("app_key", "appkey", "application_key")
            .text(
                RegexFinder.keepingLast(
                    "app(?:lication)?_?key=([a-zA-Z0-9]{5,}+)" + NO_WORD_AFTER, 1, 36, 4))
            .about("app_key= and its spellings in a URL")
            .hit("/a?app_key=abcdefgh", "/a?app_key=************************************efgh")
            .miss("/a?app_key=abc")
            .build(),
        Rule.named("prefixed app key", SecretKind.KEY, "3.3 #4")
            .hints("ddapp_")
            .text(RegexFinder.keepingLast("(ddapp_[A-Za-z0-9_]{34})", 1, 36, 4))
            .about("application keys that begin with ddapp_")
            .hit(
                "ddapp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwxyz",
                "************************************wxyz")
            .miss("ddapp_short")
            .build(),
        Rule.named("bearer token", SecretKind.TOKEN, "3.3 #5")
            .hints("Bearer")
            .text(
                RegexFinder.keepingLast(
                    NO_WORD_BEFORE + "Bearer ([0-9a-fA-F]{64})" + NO_WORD_AFTER, 1, 59, 5))
            .about("64 hexadecimal digits behind Bearer")
            .hit(
                "Bearer 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "Bearer ***********************************************************bcdef")
            .miss("Bearer")
            .build(),
        Rule.named("bearer", SecretKind.TOKEN, "3.3 #6")
            .hints("Bearer")
            .text(new Bearer())
            .about("all behind Bearer")
            .hit("Bearer abc def", "Bearer ********")
            .miss("the bearer of bad news")
            .build());
  }

  private static List<Rule> shapes() {
    return Arrays.asList(
        Rule.named("api key value", SecretKind.KEY, "3.3 #13")
            .hexRun(32)
            .near(Nearby.word(32))
            .text(HexKey.quoted(32))
            .about("32 hexadecimal digits as a value")
            .hit("k: 0123456789abcdef0123456789abcdef", "k: \"****************************cdef\"")
            .miss("k: 0123456789abcdef0123456789abcdef0")
            .build(),
        Rule.named("api key", SecretKind.KEY, "3.3 #14")
            .hexRun(32)
            .near(Nearby.word(32))
            .text(HexKey.bare(32))
            .about("a word of 32 hexadecimal digits")
            .hit("k=0123456789abcdef0123456789abcdef", "k=****************************cdef")
            .miss("k=0123456789abcdef0123456789abcdef0")
            .build(),
        Rule.named("app key value", SecretKind.KEY, "3.3 #15")
            .hexRun(40)
            .near(Nearby.word(40))
            .text(HexKey.quoted(40))
            .about("40 hexadecimal digits as a value")
            .hit(
                "k: 0123456789abcdef0123456789abcdef01234567",
                "k: \"************************************4567\"")
            .miss("k: 0123456789abcdef0123456789abcdef012345670")
            .build(),
        Rule.named("app key", SecretKind.KEY, "3.3 #16")
            .hexRun(40)
            .near(Nearby.word(40))
            .text(HexKey.bare(40))
            .about("a word of 40 hexadecimal digits")
            .hit(
                "k=0123456789abcdef0123456789abcdef01234567",
                "k=************************************4567")
            .miss("k=0123456789abcdef0123456789abcdef012345670")
            .build(),
        Rule.named("remote configuration key", SecretKind.KEY, "3.3 #17")
            .hints("DDRCM_")
            .text(
                RegexFinder.keepingLast(
                    NO_WORD_BEFORE + "(DDRCM_[A-Z0-9]{6,}+)" + NO_WORD_AFTER, 1, 35, 5))
            .about("keys of remote configuration")
            .hit("DDRCM_ABCDEFGHIJ", "***********************************FGHIJ")
            .miss("DDRCM_ABC")
            .build(),
        Rule.named("uri password", SecretKind.PASSWORD, "3.3 #18")
            .hints("@")
            .near(Nearby::colonBefore)
            .text(new UriPassword())
            .about("the password of a URL")
            .hit("http://u:pw@h/", "http://u:********@h/")
            .miss("ann@example.com")
            .build());
  }

  private static List<Rule> namedValues() {
    return Arrays.asList(
        Rule.named("password key", SecretKind.PASSWORD, "3.3 #19")
            .hints("pass", "pwd")
            .near(Nearby::keyAndColon)
            .text(KeyedLine.containing("pass", "pwd"))
            .key(key -> key.contains("pass") || key.contains("pwd"))
            .about("keys with pass or pwd in them")
            .hit("db_password: a b", "db_password: \"********\"")
            .miss("db_password:x")
            .build(),
        Rule.named("password", SecretKind.PASSWORD, "3.3 #20")
            .hintsInAnyCase("pass", "pswd", "pwd")
            .near(Nearby::password)
            .text(RegexFinder.masking("(?i)(?:pass(?:word)?|pswd|pwd)" + PASSWORD_VALUE, 1))
            .about("the word behind password= and its spellings")
            .hit("'pwd'='abc' x", "'pwd'='********' x")
            .miss("the password is lost")
            .build(),
        atLineStart("token key", SecretKind.TOKEN, "3.3 #21", "token", "jwt")
            .hints("token", "jwt")
            .near(Nearby::colon)
            .about("keys that end in token or jwt")
            .hit("auth_token: abc", "auth_token: \"********\"")
            .miss("auth_token_file: /a")
            .build(),
        Rule.named("oauth key", SecretKind.TOKEN, "3.3 #22")
            .hints("consumer_key", "token_id")
            .text(KeyedLine.endingWith("consumer_key", "token_id"))
            .key(oneOf("consumer_key", "token_id"))
            .about("consumer_key and token_id")
            .hit("consumer_key: abc", "consumer_key: \"********\"")
            .miss("consumer_keys: 3")
            .build(),
        atLineStart("secret key", SecretKind.SECRET, "3.3 #23", "_secret", "_secret_id")
            .hints("secret")
            .near(Nearby::keyAndColon)
            .about("keys that end in _secret")
            .hit("client_secret: abc", "client_secret: \"********\"")
            .miss("secret_backend: vault")
            .build(),
        atLineStart("access key", SecretKind.KEY, "3.3 #24", "access_key")
            .hints("access_key")
            .about("keys that end in access_key")
            .hit("my_access_key: abc", "my_access_key: \"********\"")
            .miss("access_keys: 3")
            .build(),
        Rule.named("snmp key", SecretKind.PASSWORD, "3.3 #25")
            .hints(
                Arrays.stream(SNMP_KEYS)
                    .filter(key -> !key.endsWith("_Key"))
                    .toArray(String[]::new))
            .text(KeyedLine.endingWith(SNMP_KEYS))
            .key(oneOf(SNMP_KEYS))
            .about("community strings and keys of SNMP, Authorization")
            .hit("community: abc", "community: \"********\"")
            .miss("communities: 3")
            .build());
  }

  private static List<Rule> objectOnly() {
    return Arrays.asList(
        Rule.named("scanning rules", SecretKind.OTHER, "3.3 #26, 3.5")
            .key("scanning_rules"::equals)
            .value(ValueMasks.SCANNING_RULES)
            .about("rules for scanning data, but for identity and license")
            .hit(
                "scanning_rules: {id: r, pattern: abc}",
                "scanning_rules: {id: r, pattern: ********}")
            .miss("scanning_rule: abc")
            .build(),
        Rule.named("scanning pattern", SecretKind.OTHER, "3.3 #27")
            .hints("scanning_rules")
            .text(KeyedLine.wholeWord("pattern"))
            .about("patterns of rules for scanning data")
            .hit("scanning_rules, pattern: abc", "scanning_rules, pattern: \"********\"")
            .miss("scanning_rules, patterns: abc")
            .build(),
        Rule.named("api key of object", SecretKind.KEY, "3.3 #28, 3.5")
            .key(
                key -> key.contains("apikey") || key.contains("api_key") || key.contains("api-key"))
            .value(ValueMasks.API_KEY)
            .about("keys of maps with api_key in them, the end shown")
            .hit("my_api_key: abcdefgh", "my_api_key: ******gh")
            .miss("apis_key: abcdefgh")
            .build(),
        Rule.named("app key of object", SecretKind.KEY, "3.3 #29, 3.5")
            .key(DatadogRules::appKey)
            .value(ValueMasks.APP_KEY)
            .about("keys of maps with app_key in them, the end shown")
            .hit("my_app_key: abcdefgh", "my_app_key: ******gh")
            .miss("apps_key: abcdefgh")
            .build(),
        Rule.named("additional endpoints", SecretKind.KEY, "3.3 #30, 3.5")
            .key("additional_endpoints"::equals)
            .value(ValueMasks.ENDPOINTS)
            .about("the keys of further endpoints")
            .hit(
                "additional_endpoints: {https://h: [abc]}",
                "additional_endpoints: {https://h: [********]}")
            .miss("additional_endpoint: abc")
            .build());
  }

  /** Whether a key is one of SNMP, or ends with one. */
  static boolean snmpKey(String key) {
    return Arrays.stream(SNMP_KEYS).anyMatch(key::endsWith);
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
            .about("the keys of scrubber.additional_keys and flare_stripped_keys")
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
        .about("what else is behind api_key:")
        .hit("x_api_key: abc", "x_api_key: \"********\"")
        .miss("x_api_key: a")
        .build();
  }

  /** The rules that see a whole text. */
  static List<Rule> multiLine() {
    return Arrays.asList(
        Rule.named("community strings", SecretKind.PASSWORD, "3.8 #1")
            .hints(CommunityStrings.KEY)
            .text(new CommunityStrings())
            .about("the list of SNMP community strings")
            .hit("community_strings: [a]", "community_strings: \"********\"")
            .miss("community_strings")
            .build(),
        Rule.named("pem", SecretKind.PRIVATE_KEY, "3.8 #2")
            .hints("BEGIN")
            .text(new PemBlock())
            .about("blocks of PEM")
            .hit("-----BEGIN A-----\nMIIB\n-----END A-----", "********")
            .miss("-----BEGIN A-----")
            .build());
  }

  static Rule.Builder atLineStart(String id, SecretKind kind, String source, String... suffixes) {
    return Rule.named(id, kind, source)
        .text(KeyedLine.atLineStart(suffixes))
        .key(key -> Arrays.stream(suffixes).anyMatch(key::endsWith));
  }

  static Predicate<String> oneOf(String... keys) {
    return Arrays.stream(keys)
            .filter(key -> key.equals(key.toLowerCase(Locale.ROOT)))
            .collect(Collectors.toSet())
        ::contains;
  }
}
