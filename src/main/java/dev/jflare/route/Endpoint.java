package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.net.IDN;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The place a flare is sent to. The rules are the Datadog Agent's (reference datadog-flare 4). */
public final class Endpoint {
  /** Where Datadog serves accounts, as of the Agent 7.85. */
  private static final List<String> DATADOG_DOMAINS =
      Collections.unmodifiableList(
          Arrays.asList(
              "datadoghq.com", "datadoghq.eu", "datad0g.com", "datad0g.eu", "ddog-gov.com"));

  private static final Pattern APP_HOST =
      Pattern.compile(
          "app(\\.mrf)?\\.([a-z]{2,}\\d{1,2}\\.)?"
              + "(datadoghq\\.(com|eu)|datad0g\\.(com|eu)|ddog-gov\\.com)\\.?");
  private static final Pattern URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)([^/?#]*)(.*)");

  private final String base;

  private Endpoint(String base) {
    this.base = base;
  }

  /**
   * The destination of these settings: {@code dd_url} exactly as written, else the {@code app} host
   * of the site, else {@code https://app.datadoghq.com}. A Datadog site gets its final dot unless
   * that is switched off.
   *
   * @throws IllegalArgumentException when dd_url or site make no URL
   */
  public static Endpoint of(Settings settings) {
    String url = settings.string(Setting.DD_URL);
    if (!url.isEmpty()) {
      return at(url);
    }
    String site = settings.string(Setting.SITE).trim();
    String host = "app." + (site.isEmpty() ? DATADOG_DOMAINS.get(0) : asciiOf(site));
    boolean dotted = settings.flag(Setting.SITE_AS_FQDN) && !datadogDomainOf(host).isEmpty();
    return at("https://" + host + (dotted ? "." : ""));
  }

  /**
   * A destination by its base URL, which is used as it is: not trimmed, no slash removed.
   *
   * @throws IllegalArgumentException when it is no http or https URL with a host
   */
  public static Endpoint at(String base) {
    URI uri = parse(base);
    String scheme = uri.getScheme();
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException(
          "dd_url: " + PrintableUrl.of(base) + ": expected a URL with http or https");
    }
    Authority.of(uri);
    return new Endpoint(base);
  }

  /** The URL a flare of this case is posted to, by the version that sends it. */
  public URI target(String version, @Nullable String caseId) {
    String path = caseId == null || caseId.isEmpty() ? "" : "/" + caseId;
    return parse(withVersionPrefix(base, version, "flare") + "/support/flare" + encoded(path));
  }

  /**
   * Puts the version into the host of a Datadog URL, as {@code 7-85-0-flare.agent.datadoghq.com}:
   * the backend tells its clients apart by it. Other URLs, and any with a port, stay as they are.
   *
   * @param version {@code major.minor.patch}, what follows it is left out
   * @throws IllegalArgumentException when the text is no URL
   */
  public static URI withVersionPrefix(URI url, String version, String app) {
    return parse(withVersionPrefix(url.toString(), version, app));
  }

  /**
   * Whether a credential meant for the first host may go to the second: the same host, or both in
   * the same Datadog domain. Our rule; Go sends its custom headers to wherever a redirect points.
   */
  public static boolean sameDomain(URI configured, URI other) {
    Authority mine = Authority.of(configured);
    Authority theirs = Authority.of(other);
    String domain = datadogDomainOf(mine.comparable());
    return mine.sameHost(theirs)
        || (!domain.isEmpty() && domain.equals(datadogDomainOf(theirs.comparable())));
  }

  /** Whether a URL is one of Datadog's own. */
  public static boolean isDatadog(URI url) {
    return !datadogDomainOf(Authority.of(url).comparable()).isEmpty();
  }

  /** The base URL without password and query. */
  @Override
  public String toString() {
    return PrintableUrl.of(base);
  }

  static String withVersionPrefix(String url, String version, String app) {
    parse(url);
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return url;
    }
    String authority = parts.group(2);
    int host = authority.lastIndexOf('@') + 1;
    if (!APP_HOST.matcher(authority.substring(host)).matches()) {
      return url;
    }
    String prefix = numbersOf(version).replace('.', '-') + "-" + app + ".agent";
    String rest = authority.substring(host + "app".length());
    return parts.group(1) + authority.substring(0, host) + prefix + rest + parts.group(3);
  }

  /** The domain of Datadog that a host is or is in; empty when there is none. */
  private static String datadogDomainOf(String host) {
    for (String domain : DATADOG_DOMAINS) {
      if (host.equals(domain) || host.endsWith("." + domain)) {
        return domain;
      }
    }
    return "";
  }

  private static String numbersOf(String version) {
    Matcher numbers = Pattern.compile("\\d+\\.\\d+\\.\\d+").matcher(version);
    return numbers.lookingAt() ? numbers.group() : version;
  }

  private static String asciiOf(String site) {
    try {
      return IDN.toASCII(site);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("site: \"" + site + "\" is no host name", wrong);
    }
  }

  private static URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException wrong) {
      // not the cause: its message shows the whole URL
      throw new IllegalArgumentException(PrintableUrl.of(url) + " is no URL");
    }
  }

  /** Leaves everything that may stand in a URL and encodes the rest, as Go does on the wire. */
  private static String encoded(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~:/@!$&'()*+,;=%?".indexOf(c) >= 0;
      out.append(allowed ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return out.toString();
  }
}
