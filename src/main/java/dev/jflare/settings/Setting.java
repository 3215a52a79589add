package dev.jflare.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One key a user may set. The names are the Datadog Agent's; what is only ours starts with {@code
 * jflare.}.
 */
public enum Setting {
  /** The key of the account that the flare goes to. */
  API_KEY("api_key", Kind.SECRET, ""),
  /** Datadog site, for example {@code datadoghq.eu}; see {@code Endpoint}. */
  SITE("site", Kind.TEXT, ""),
  /** Base URL of the destination, used exactly as written; stronger than {@link #SITE}. */
  DD_URL("dd_url", Kind.TEXT, "", "DD_DD_URL", "DD_URL"),
  /**
   * Whether the host of a Datadog site is written with its final dot, which spares DNS searches.
   */
  SITE_AS_FQDN("convert_dd_site_fqdn.enabled", Kind.FLAG, "true"),
  /** Proxy for http destinations; a secret because it may hold a password. */
  PROXY_HTTP("proxy.http", Kind.SECRET, "", "DD_PROXY_HTTP", "HTTP_PROXY", "http_proxy"),
  /** Proxy for https destinations; a secret because it may hold a password. */
  PROXY_HTTPS("proxy.https", Kind.SECRET, "", "DD_PROXY_HTTPS", "HTTPS_PROXY", "https_proxy"),
  /** Hosts that are reached without a proxy. */
  NO_PROXY("proxy.no_proxy", Kind.LIST, "", "DD_PROXY_NO_PROXY", "NO_PROXY", "no_proxy"),
  /** Whether {@link #NO_PROXY} matches domains and address ranges, or names as written only. */
  NO_PROXY_NONEXACT_MATCH("no_proxy_nonexact_match", Kind.FLAG, "false"),
  /** Whether the metadata addresses of clouds may be asked through a proxy. */
  USE_PROXY_FOR_CLOUD_METADATA("use_proxy_for_cloud_metadata", Kind.FLAG, "false"),
  /** Whether a FIPS side process carries the traffic; proxies are ignored then. */
  FIPS_ENABLED("fips.enabled", Kind.FLAG, "false"),
  /** Turns off the check of certificates and host names. */
  SKIP_SSL_VALIDATION("skip_ssl_validation", Kind.FLAG, "false"),
  /** Lowest TLS version: {@code tlsv1.0} to {@code tlsv1.3}, in any case. */
  MIN_TLS_VERSION("min_tls_version", Kind.TLS_VERSION, "tlsv1.2"),
  /** File that TLS session secrets are appended to, in NSS key log form. */
  SSL_KEY_LOG_FILE("sslkeylogfile", Kind.PATH, ""),
  /** Keeps to the JDK's TLS where BoringSSL is aboard and would be faster. */
  JDK_TLS("jflare.jdk_tls", Kind.FLAG, "false"),
  TLS_HANDSHAKE_TIMEOUT("tls_handshake_timeout", Kind.DURATION, "10s"),
  /**
   * When a host has addresses of both families: how long those of the first are tried alone. 0 is
   * Go's 300 ms, negative is never at the same time.
   */
  DIAL_FALLBACK_DELAY("http_dial_fallback_delay", Kind.DELAY, "-1ns"),
  /** Time for one collector, on top of the time it needs by design. */
  FLARE_PROVIDER_TIMEOUT("flare_provider_timeout", Kind.DURATION, "10s"),
  /** More keys whose values are masked; the older name of {@link #SCRUBBER_ADDITIONAL_KEYS}. */
  FLARE_STRIPPED_KEYS("flare_stripped_keys", Kind.LIST, ""),
  /** {@code datadog}: the Datadog Agent's rules, bug for bug, for the whole flare. */
  SCRUB_RULES("jflare.scrub.rules", Kind.CHOICE, "default|datadog"),
  /** What is masked besides: a literal, a regular expression or the name of a key each. */
  SCRUB_CUSTOM("jflare.scrub.custom", Kind.OBJECTS, ""),
  /** What stays readable, whatever rule hits it; of the same form. */
  SCRUB_ALLOW("jflare.scrub.allow", Kind.OBJECTS, ""),
  /** Files whose content is secret: it is masked wherever it stands. */
  SCRUB_SECRET_FILES("jflare.scrub.secret_files", Kind.LIST, ""),
  SCRUBBER_ADDITIONAL_KEYS("scrubber.additional_keys", Kind.LIST, ""),
  /** Name of this host; empty means: ask the system. */
  HOSTNAME("hostname", Kind.TEXT, ""),
  LOG_FILE("log_file", Kind.TEXT, ""),
  CONFD_PATH("confd_path", Kind.TEXT, ""),
  /** File that holds the API key and nothing else. */
  API_KEY_FILE("jflare.api_key_file", Kind.PATH, ""),
  /**
   * Folder that a resident agent writes its archives to; empty means the JVM's temporary folder.
   */
  OUTPUT("jflare.output", Kind.PATH, ""),
  /** Endpoints to scrape in the profile window, {@code [NAME=]URL} each. */
  PPROF("jflare.pprof", Kind.LIST, ""),
  /**
   * Where the bearer tokens of such endpoints are: {@code NAME=env:VARIABLE} or {@code
   * NAME=file:PATH} each.
   */
  PPROF_AUTH("jflare.pprof_auth", Kind.LIST, ""),
  /** {@code HOST:PORT} on which the JVM serves its profiles; empty means that it does not. */
  PPROF_LISTEN("jflare.pprof.listen", Kind.TEXT, ""),
  /** What clients have to bring, as a bearer token or a password. */
  PPROF_TOKEN("jflare.pprof.token", Kind.SECRET, ""),
  /** Names under which clients may address the server, besides its own and those of loopback. */
  PPROF_HOSTS("jflare.pprof.hosts", Kind.LIST, ""),
  /** A longer window is refused; what the WriteTimeout of a Go server is. */
  PPROF_MAX_WINDOW("jflare.pprof.max_window", Kind.DURATION, "10m"),
  /** The server's certificates as PEM, or all in a PKCS#12 file; with them it speaks HTTPS. */
  PPROF_TLS_CERT_FILE("jflare.pprof.tls_cert_file", Kind.PATH, ""),
  PPROF_TLS_KEY_FILE("jflare.pprof.tls_key_file", Kind.PATH, ""),
  PPROF_TLS_KEY_PASSWORD("jflare.pprof.tls_key_password", Kind.SECRET, ""),
  /** Who may sign the certificates of clients, PEM; with it they have to have one. */
  PPROF_TLS_CLIENT_CA_FILE("jflare.pprof.tls_client_ca_file", Kind.PATH, ""),
  /** Globs of log files beyond the discovered ones. */
  LOGS("jflare.logs", Kind.LIST, ""),
  /** Globs of configuration files beyond the discovered ones. */
  CONFIGURATIONS("jflare.conf", Kind.LIST, ""),
  /** Which profilers may be used: {@code auto}, {@code async-profiler} or {@code jfr}. */
  PROFILE_ENGINE("jflare.profile.engine", Kind.CHOICE, "auto|async-profiler|jfr"),
  /** Whether JFR is to sample CPU time, which Java 25 can on Linux. */
  PROFILE_CPU_TIME_SAMPLE("jflare.profile.cpu_time_sample", Kind.FLAG, "false"),
  /** Whether the JVM's profiles are recorded all the time, from shortly after its start. */
  PROFILE_CONTINUOUS("jflare.profile.continuous", Kind.FLAG, "false"),
  /** How long profilers that began with a request go on without another. */
  PROFILE_IDLE("jflare.profile.idle", Kind.DURATION, "5m"),
  /** How long a heap dump may stop the JVM, by the estimate made before it. */
  HEAP_DUMP_MAX_PAUSE("jflare.heap_dump.max_pause", Kind.DURATION, "30s"),
  /** Certificates to trust besides the system's: PEM, or a key store without a password. */
  TLS_CA_FILE("jflare.tls_ca_file", Kind.PATH, ""),
  /** For a name lookup, and again for connecting to all addresses of the name. */
  DIAL_TIMEOUT("jflare.dial_timeout", Kind.DURATION, "30s"),
  /** How long a proxy may take to open the way to the destination. */
  PROXY_TIMEOUT("jflare.proxy_timeout", Kind.DURATION, "60s"),
  /** How long a transfer may stand still before it is given up. */
  PROGRESS_TIMEOUT("jflare.progress_timeout", Kind.DURATION, "60s"),
  /** How long a server may think between the last byte of a request and the first of its answer. */
  ANSWER_TIMEOUT("jflare.answer_timeout", Kind.DURATION, "5m"),
  /** The variable that OpenSSL, Go and curl read: a bundle of certificates to trust, PEM. */
  SSL_CERT_FILE("jflare.ssl_cert_file", Kind.PATH, "", "SSL_CERT_FILE"),
  /** As {@link #SSL_CERT_FILE}: folders of certificates to trust, separated by colons. */
  SSL_CERT_DIR("jflare.ssl_cert_dir", Kind.TEXT, "", "SSL_CERT_DIR"),
  /** What we show to servers that ask who we are: certificates as PEM, or all in a PKCS#12 file. */
  TLS_CERT_FILE("jflare.tls_cert_file", Kind.PATH, ""),
  /** The private key of {@link #TLS_CERT_FILE}, PKCS#8 in PEM; empty when it is in that file. */
  TLS_KEY_FILE("jflare.tls_key_file", Kind.PATH, ""),
  TLS_KEY_PASSWORD("jflare.tls_key_password", Kind.SECRET, ""),
  /** How long the target may stand still for what we ask before the costly questions end. */
  PAUSE_BUDGET("jflare.pause_budget", Kind.DURATION, "500ms"),
  /** How long an upload is tried again; the time in which its bytes move does not count. */
  UPLOAD_BUDGET("jflare.upload_budget", Kind.DURATION, "10m"),
  /**
   * How an archive is uploaded: {@code flare} (Datadog's form), {@code tus} (resumable), {@code
   * put} (to a presigned URL), or {@code auto}.
   */
  UPLOAD_MODE("jflare.upload.mode", Kind.CHOICE, "auto|flare|tus|put"),
  /**
   * Where the modes {@code tus} and {@code put} upload to, used exactly as written; a secret
   * because a presigned URL is one.
   */
  UPLOAD_URL("jflare.upload.url", Kind.SECRET, "");

  enum Kind {
    TEXT,
    /** A file or folder of the process that reads the setting. */
    PATH,
    SECRET,
    FLAG,
    LIST,
    /** A list of maps; each is a JSON object in one line. */
    OBJECTS,
    DURATION,
    /** One of the words of the fallback, {@code |} between them; the first is the default. */
    CHOICE,
    /** A duration; a negative one means never. */
    DELAY,
    TLS_VERSION
  }

  private final String key;
  private final Kind kind;
  private final String fallback;

  @SuppressWarnings("ImmutableEnumChecker") // wrapped below
  private final List<String> variables;

  /**
   * @param variables the environment variables in their order; none means the rule: {@code DD_} and
   *     the key in upper case with dots and dashes as underscores
   */
  Setting(String key, Kind kind, String fallback, String... variables) {
    this.key = key;
    this.kind = kind;
    this.fallback = fallback;
    this.variables =
        Collections.unmodifiableList(
            variables.length == 0
                ? Collections.singletonList(variableOf(key))
                : new ArrayList<>(Arrays.asList(variables)));
  }

  /** The name in a configuration file, nested names joined by dots. */
  public String key() {
    return key;
  }

  /** The environment variables that set it, strongest first. */
  public List<String> variables() {
    return variables;
  }

  /** The setting with this key, if there is one: what an agent option may name. */
  public static Optional<Setting> named(String key) {
    for (Setting setting : values()) {
      if (setting.key.equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  Kind kind() {
    return kind;
  }

  String fallback() {
    return kind == Kind.CHOICE ? choices().get(0) : fallback;
  }

  boolean hasObjects() {
    return kind == Kind.OBJECTS;
  }

  /** The words that a choice is made of. */
  List<String> choices() {
    return Arrays.asList(fallback.split("\\|"));
  }

  boolean isProxy() {
    return this == PROXY_HTTP || this == PROXY_HTTPS || this == NO_PROXY;
  }

  private static String variableOf(String key) {
    return "DD_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
