package dev.jflare.scrub;

import java.util.Arrays;
import java.util.List;

/**
 * What we mask beyond the Datadog Agent: it does not know JVM arguments. Together with {@link
 * SecretNames} this is the floor that JDK 27 sets (JEP 536), plus credentials in URLs.
 */
final class FloorRules {
  private static final String SOURCE = "reference bundle-peers 3.1 and 3.3";
  private static final String SERVLET = "Servlet 4.0, section 7.1.3";
  private static final String SIGNED_URLS =
      "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html";
  private static final String ORACLE =
      "https://docs.oracle.com/en/database/oracle/oracle-database/19/jjdbc/data-sources-and-URLs.html";
  private static final String CURL = "https://curl.se/docs/manpage.html#-u";
  private static final String[] HINTS = {
    "pass",
    "pwd",
    "token",
    "secret",
    "credential",
    "key",
    "jaas",
    "jwt",
    "auth",
    "pswd",
    "sessionid"
  };

  static final Rule NAMED_VALUE =
      Rule.named("named value", SecretKind.SECRET, SOURCE)
          .about("the value behind a name that promises a secret")
          .hintsInAnyCase(HINTS)
          .near(Nearby.assigned(NamedValue::mayBe))
          .text(new NamedValue())
          .hit("-Dapi.token=abc,d -Xmx1g", "-Dapi.token=******** -Xmx1g")
          .miss("token = null")
          .build();
  static final Rule OPTION_VALUE =
      Rule.named("option value", SecretKind.SECRET, SOURCE)
          .about("the argument behind an option that promises a secret")
          .hintsInAnyCase(HINTS)
          .near(Nearby::option)
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
  private static final Rule HTTP_HEADER =
      Rule.named("http header", SecretKind.CREDENTIALS, "https://www.rfc-editor.org/rfc/rfc9110")
          .about("Authorization of any scheme, Proxy-Authorization, Cookie and Set-Cookie")
          .hintsInAnyCase("authorization", "cookie")
          .near(Nearby.assigned((name, plainColon, blank) -> true))
          .text(new HttpHeader())
          .hit("> proxy-authorization: Basic a b", "> proxy-authorization: ********")
          .hit("[Cookie:\"a=b; c=d\", Host:\"h\"]", "[Cookie:\"********\", Host:\"h\"]")
          .hit("{authorization=Bearer x, n=1}", "{authorization=********, n=1}")
          .hit("curl -H 'Authorization: token x' h", "curl -H 'Authorization: ********' h")
          .miss("the authorization of Ann has failed")
          .miss("class CookieParser: 3 lines")
          .build();
  private static final Rule BASIC =
      Rule.named(
              "basic credentials", SecretKind.CREDENTIALS, "https://www.rfc-editor.org/rfc/rfc7617")
          .about("user and password in Base64 behind the scheme Basic")
          .hintsInAnyCase("basic ")
          .text(new BasicCredentials())
          .hit("sent Basic YW5uOnB3", "sent Basic ********")
          .miss("Basic authentication is on")
          .build();
  private static final Rule SESSION =
      Rule.named("session id", SecretKind.COOKIE, SERVLET)
          .about("what a server knows a session by, in cookies and URLs")
          .hintsInAnyCase("sessid", "sessionid", "connect.sid", "rememberme", "remember-me")
          .text(
              RegexFinder.masking(
                  "(?i)(?:jsessionid|phpsessid|asp\\.net_sessionid|connect\\.sid|remember-?me)"
                      + "[\"']?[=:] ?[\"']?([^\\s;,&\"'<>?#]++)"))
          .hit("GET /a;jsessionid=0A1B2C?x=1", "GET /a;jsessionid=********?x=1")
          .miss("JSESSIONID is the name of a cookie")
          .build();
  private static final Rule QUERY_PARAMETER =
      Rule.named("query parameter", SecretKind.SIGNATURE, SIGNED_URLS)
          .about("signatures, tokens, codes and keys in the query of a URL")
          .hintsInAnyCase(
              "sig",
              "token=",
              "code=",
              "secret=",
              "credential=",
              "key=",
              "hmac=",
              "saml",
              "jwt=",
              "assertion=",
              "ticket=")
          .near(Nearby::parameter)
          .text(
              RegexFinder.masking(
                  "(?i)(?:[?&;]|\\\\u0026)(?:(?:(?:x-(?:amz|goog|oss|cos)-)?(?:signature|credential"
                      + "|security-token)|sig|hmac|[a-z_]{0,20}token|client_secret|jwt|assertion"
                      + "|saml(?:request|response)|client_assertion)=([^\\s&\"'<>#\\\\]++)"
                      + "|(?:code|[a-z_-]{0,20}key|ticket)=([^\\s&\"'<>#\\\\]{10,}+))"))
          .hit("/a?x=1&X-Amz-Signature=0af1&y=2", "/a?x=1&X-Amz-Signature=********&y=2")
          .hit("/cb?code=4/0AX4XfWh5&state=1", "/cb?code=********&state=1")
          .miss("/a?code=200&design=new")
          .build();
  private static final Rule ORACLE_LOGIN =
      Rule.named("oracle login", SecretKind.PASSWORD, ORACLE)
          .about("user/password@ of Oracle's drivers and tools")
          .hintsInAnyCase("oracle:", "sqlplus", "impdp", "expdp", "sqlldr", "rman")
          .text(
              RegexFinder.masking(
                  "(?i)(?:oracle:(?:thin|oci8?):|(?:sqlplus|impdp|expdp|sqlldr|rman)"
                      + "(?: +(?:-[a-z]++|target))*+ +)[\"']?[^\\s/@\"']{1,128}+/(\"[^\"\\n]++\"|[^\\s@\"']++)"))
          .hit(
              "jdbc:oracle:thin:scott/tiger@//h:1521/x",
              "jdbc:oracle:thin:scott/********@//h:1521/x")
          .hit("sqlplus -s scott/tiger@db", "sqlplus -s scott/********@db")
          .miss("jdbc:oracle:thin:@//h:1521/x")
          .build();
  private static final Rule COMMAND_LOGIN =
      Rule.named("command login", SecretKind.PASSWORD, CURL)
          .about(
              "the password in -u user:password of curl, -p of mysql and sshpass, -a of redis-cli")
          .hints("curl", "wget", "mysql", "mariadb", "sshpass", "redis-cli", "--user")
          .text(
              RegexFinder.masking(
                  "(?:(?:curl|wget)[^\\n|;]{0,500}? -(?:-user|-proxy-user|u|U)[ =][\"']?[^\\s:\"']++:"
                      + "|(?:mysql|mariadb)[a-z]*+(?: [^\\n|;]{0,500}?)?? -p(?=[^\\s-])"
                      + "|sshpass -p ?|redis-cli(?: [^\\n|;]{0,500}?)?? -a )[\"']?([^\\s\"']++)"))
          .hit("curl -s -u ann:pw https://h/", "curl -s -u ann:******** https://h/")
          .hit("mysql -h db -uann -ppw shop", "mysql -h db -uann -p******** shop")
          .hit("sshpass -p pw ssh h", "sshpass -p ******** ssh h")
          .miss("curl -s -u ann https://h/")
          .miss("mysql -h db -p shop")
          .build();
  static final Rule XML_VALUE =
      Rule.named("xml value", SecretKind.SECRET, SOURCE)
          .about("what XML keeps under a name that promises a secret")
          .hints("<", "=\"", "='", "= \"", "= '")
          .near(new Markup(HINTS))
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
  static final Rule KEY_LINES =
      Rule.named("key lines", SecretKind.PRIVATE_KEY, "https://www.rfc-editor.org/rfc/rfc4716")
          .about("private keys of PuTTY and SSH2")
          .hints(KeyLines.PUTTY, KeyLines.SSH2)
          .hit(
              "Private-Lines: 1\nAAAA\nPrivate-MAC: 1",
              "Private-Lines: 1\n********\nPrivate-MAC: 1")
          .miss("Public-Lines: 1\nAAAA")
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
    return Arrays.asList(
        NAMED_VALUE,
        OPTION_VALUE,
        URL_CREDENTIALS,
        HTTP_HEADER,
        BASIC,
        SESSION,
        QUERY_PARAMETER,
        ORACLE_LOGIN,
        COMMAND_LOGIN);
  }

  /**
   * Lines that these mark go through {@link LineScrub}, which knows the lines before; they replace
   * nothing themselves.
   */
  static List<Rule> blockMarks() {
    return Arrays.asList(XML_VALUE, OPTION_ABOVE, PEM, KEY_LINES, COMMUNITY_STRINGS);
  }
}
