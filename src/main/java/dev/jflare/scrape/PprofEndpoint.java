package dev.jflare.scrape;

import dev.jflare.route.Authority;
import dev.jflare.route.PrintableUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** One pprof HTTP endpoint: where it is, and what its profiles are called in the flare. */
public final class PprofEndpoint {
  private static final Pattern URL_START = Pattern.compile("(?i)https?://.*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String USUAL_PATH = "/debug/pprof";

  private final String name;
  private final URI base;

  private PprofEndpoint(String name, URI base) {
    this.name = name;
    this.base = base;
  }

  /**
   * Reads {@code [NAME=]URL}, for example {@code api=http://127.0.0.1:6060/debug/pprof}. Without a
   * name it is made of host and port; without a path {@code /debug/pprof} is taken.
   *
   * @throws IllegalArgumentException naming the text, without a password in it
   */
  public static PprofEndpoint parse(String text) {
    int equals = URL_START.matcher(text).matches() ? -1 : text.indexOf('=');
    URI base = base(text.substring(equals + 1).trim(), text);
    Authority authority;
    try {
      authority = Authority.of(base);
    } catch (IllegalArgumentException noHost) {
      throw wrong(text, String.valueOf(noHost.getMessage()));
    }
    if (equals < 0) {
      String place = authority.bareHost() + "-" + authority.portFor(base.getScheme());
      return new PprofEndpoint(place.replaceAll("[^A-Za-z0-9_-]+", "_"), base);
    }
    String name = text.substring(0, equals).trim();
    if (!NAME.matcher(name).matches()) {
      throw wrong(text, "a name has letters, digits, _ and - only, at most 64");
    }
    return new PprofEndpoint(name, base);
  }

  public String name() {
    return name;
  }

  /** The page that lists the profiles. */
  public URI index() {
    return profile("/");
  }

  /** The URL of one profile below the base URL; a query of the base URL is kept. */
  URI profile(String pathAndQuery) {
    String url = base.toString();
    int query = url.indexOf('?');
    String path = (query < 0 ? url : url.substring(0, query)).replaceAll("/+$", "");
    String kept = query < 0 ? "" : url.substring(query + 1);
    String joint = pathAndQuery.indexOf('?') < 0 ? "?" : "&";
    return URI.create(path + pathAndQuery + (kept.isEmpty() ? "" : joint + kept));
  }

  @Override
  public String toString() {
    return name + "=" + PrintableUrl.of(base);
  }

  private static URI base(String url, String text) {
    URI base;
    try {
      base = new URI(url);
    } catch (URISyntaxException malformed) {
      // not the cause: its message shows the whole URL
      throw wrong(text, "that is no URL");
    }
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong(text, "expected a URL with http or https");
    }
    if (base.getRawFragment() != null) {
      throw wrong(text, "a fragment (#) has no meaning here");
    }
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    return path.isEmpty() || path.equals("/") ? URI.create(withPath(url, USUAL_PATH)) : base;
  }

  private static String withPath(String url, String path) {
    int query = url.indexOf('?');
    String front = (query < 0 ? url : url.substring(0, query)).replaceAll("/$", "");
    return front + path + (query < 0 ? "" : url.substring(query));
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "pprof endpoint \"" + PrintableUrl.of(text) + "\": " + why + "; expected [NAME=]URL");
  }
}
