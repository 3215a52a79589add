package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Datadog Agent's rules for HTTP headers and keys of that kind (reference 3.3, 7 to 12). */
final class DatadogHeaders {
  private static final String[] EXACT_KEYS = {
    "auth-tenantid", "authority", "cainzapp-api-key", "cms-svc-api-key", "dd-api-key", "lodauth",
    "sec-websocket-key", "statuskey", "cookie", "private-token", "kong-admin-token", "accesstoken",
    "session_token"
  };

  private DatadogHeaders() {}

  static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(byEnding());
    rules.addAll(byName());
    return rules;
  }

  private static List<Rule> byEnding() {
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
            .about("headers as X-Api-Key")
            .hit("x-api-key: abc", "x-api-key: \"********\"")
            .miss("x-key")
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
            .about("headers as X-Auth-Token")
            .hit("x-auth-token: abc", "x-auth-token: \"********\"")
            .miss("x-auth-tokens")
            .build(),
        header("auth", SecretKind.CREDENTIALS, "3.3 #9")
            .hints("x-auth", "x-stratum-auth")
            .about("headers as X-Auth")
            .hit("x-auth: abc", "x-auth: \"********\"")
            .miss("x-author: abc")
            .build(),
        header("secret", SecretKind.SECRET, "3.3 #10")
            .hints("x-api-secret", "x-ibm-client-secret", "x-chalk-client-secret")
            .about("headers as X-Api-Secret")
            .hit("x-api-secret: abc", "x-api-secret: \"********\"")
            .miss("x-api-secrets")
            .build());
  }

  private static List<Rule> byName() {
    return Arrays.asList(
        Rule.named("credential header", SecretKind.CREDENTIALS, "3.3 #11")
            .hints(EXACT_KEYS)
            .near(Nearby::colon)
            .text(KeyedLine.endingWith(EXACT_KEYS))
            .key(DatadogRules.oneOf(EXACT_KEYS))
            .about("headers and keys that are known by name")
            .hit("dd-api-key: abc", "dd-api-key: \"********\"")
            .miss("cookies: 3")
            .build(),
        DatadogRules.atLineStart("private key", SecretKind.PRIVATE_KEY, "3.3 #12", "private_key")
            .hints("private_key")
            .about("keys that end in private_key")
            .hit("my_private_key: abc", "my_private_key: \"********\"")
            .miss("private_key_path: /a")
            .build());
  }

  private static Rule.Builder header(String suffix, SecretKind kind, String source) {
    return Rule.named("x header " + suffix, kind, source)
        .text(KeyedLine.between("x-", suffix))
        .key(key -> key.startsWith("x-") && key.endsWith(suffix));
  }
}
