package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.net.HttpCall;
import dev.jflare.route.Authority;
import dev.jflare.route.Endpoint;
import dev.jflare.route.PrintableUrl;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.net.URI;

/**
 * Where an archive goes and how: a backend that takes flares, or one URL that is used exactly as
 * written. Printing it shows no credential and no signature.
 */
public final class Destination {
  private final UploadMode mode;
  private final Endpoint endpoint;
  private final String exactly;

  private Destination(UploadMode mode, Endpoint endpoint, String exactly) {
    this.mode = mode;
    this.endpoint = endpoint;
    this.exactly = exactly;
  }

  /**
   * The destination of these settings.
   *
   * @throws IllegalArgumentException when they name none, or one that does not go with the mode
   */
  public static Destination of(Settings settings) {
    UploadMode mode = UploadMode.of(settings);
    String url = settings.secret(Setting.UPLOAD_URL).reveal();
    if (!url.isEmpty() && mode != UploadMode.TUS && mode != UploadMode.PUT) {
      throw new IllegalArgumentException(
          Setting.UPLOAD_URL.key()
              + ": has no meaning with "
              + Setting.UPLOAD_MODE.key()
              + " "
              + mode
              + ", only with tus or put");
    }
    if (mode == UploadMode.PUT && url.isEmpty()) {
      url = settings.string(Setting.DD_URL);
      if (url.isEmpty()) {
        throw new IllegalArgumentException(
            Setting.UPLOAD_MODE.key()
                + " put: needs the presigned URL in "
                + Setting.UPLOAD_URL.key());
      }
    }
    if (!url.isEmpty()) {
      check(url);
    }
    return new Destination(mode, Endpoint.of(settings), url);
  }

  /** A backend that takes flares, by this mode. */
  static Destination of(UploadMode mode, Endpoint endpoint) {
    return new Destination(mode, endpoint, "");
  }

  private static void check(String url) {
    String key = Setting.UPLOAD_URL.key();
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException wrong) {
      // not the cause: its message shows the whole URL
      throw new IllegalArgumentException(key + ": " + PrintableUrl.of(url) + " is no URL");
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
      throw new IllegalArgumentException(
          key + ": " + PrintableUrl.of(url) + ": expected a URL with http or https");
    }
    Authority.of(uri);
  }

  /** How archives are sent there. */
  public UploadMode mode() {
    return mode;
  }

  /**
   * Whether an API key is expected there. A presigned URL has its own permission, and gets no key.
   */
  public boolean wantsKey() {
    return mode != UploadMode.PUT;
  }

  /** The URL of the first request for a flare of this case. */
  public URI target(String caseId) {
    return exactly.isEmpty() ? endpoint.target(Version.current(), caseId) : URI.create(exactly);
  }

  /**
   * What to ask it before an upload, where that is not the HEAD of {@link Resolver}: OPTIONS, which
   * changes nothing and is answered by whoever takes uploads.
   *
   * @return null where it is that HEAD
   */
  public @Nullable HttpCall question(Secret key) {
    if (mode != UploadMode.TUS && mode != UploadMode.PUT) {
      return null;
    }
    HttpCall call = HttpCall.of("OPTIONS", target(""));
    return wantsKey() ? Requests.stamped(call, key) : call;
  }

  /** Its URL without password and query. */
  @Override
  public String toString() {
    return exactly.isEmpty() ? endpoint.toString() : PrintableUrl.of(exactly);
  }
}
