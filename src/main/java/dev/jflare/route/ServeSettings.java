package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where and for whom a JVM serves its profiles. A value; nothing is read or opened here.
 *
 * <p>Profiles show how a program works, and taking them costs. So beyond loopback a client has to
 * prove who it is, and a server that could not ask for it does not start.
 */
public final class ServeSettings {
  private final String host;
  private final int port;
  private final Secret token;
  private final @Nullable ClientCertificate identity;
  private final @Nullable Path clientAuthorities;
  private final List<String> hosts;
  private final Duration longest;

  private ServeSettings(Settings settings) {
    String listen = settings.string(Setting.PPROF_LISTEN).trim();
    Authority address = address(listen);
    this.host = address.bareHost();
    this.port = address.port();
    this.token = settings.secret(Setting.PPROF_TOKEN);
    this.identity = ClientCertificate.ofServer(settings);
    this.clientAuthorities = TrustSources.pathOf(settings.string(Setting.PPROF_TLS_CLIENT_CA_FILE));
    this.hosts = settings.list(Setting.PPROF_HOSTS);
    this.longest = settings.duration(Setting.PPROF_MAX_WINDOW);
  }

  /**
   * Null when profiles are not to be served.
   *
   * @throws IllegalArgumentException when a value is wrong, or strangers would be served; names the
   *     settings
   */
  public static @Nullable ServeSettings of(Settings settings) {
    if (settings.string(Setting.PPROF_LISTEN).trim().isEmpty()) {
      return null;
    }
    ServeSettings serve = new ServeSettings(settings);
    serve.check();
    return serve;
  }

  private void check() {
    if (clientAuthorities != null && identity == null) {
      throw new IllegalArgumentException(
          Setting.PPROF_TLS_CLIENT_CA_FILE.key()
              + " needs "
              + Setting.PPROF_TLS_CERT_FILE.key()
              + ": only over TLS clients show certificates");
    }
    if (!onLoopback() && token.isEmpty() && clientAuthorities == null) {
      throw new IllegalArgumentException(
          Setting.PPROF_LISTEN.key()
              + " "
              + this
              + " is not on loopback, so anybody could take profiles: set "
              + Setting.PPROF_TOKEN.key()
              + ", or "
              + Setting.PPROF_TLS_CLIENT_CA_FILE.key()
              + " for client certificates");
    }
  }

  /** A name other than localhost may mean any address. */
  private boolean onLoopback() {
    IpAddress address = IpAddress.parse(host);
    return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopback();
  }

  private static Authority address(String listen) {
    try {
      Authority address = Authority.of(URI.create("pprof://" + listen));
      boolean clear = address.host().startsWith("[") || address.host().indexOf(':') < 0;
      boolean plain = clear && address.userInfo().isEmpty() && listen.indexOf('/') < 0;
      if (plain && address.port() >= 0) {
        return address;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // said below, in words that name the setting
    }
    throw new IllegalArgumentException(
        Setting.PPROF_LISTEN.key()
            + " \""
            + listen
            + "\": expected HOST:PORT, such as 127.0.0.1:6060");
  }

  /** A name or an address, without brackets. */
  public String host() {
    return host;
  }

  /** 0 takes any free one. */
  public int port() {
    return port;
  }

  /** What clients have to bring; empty when they need none. */
  public Secret token() {
    return token;
  }

  /** With it the server speaks HTTPS. */
  public @Nullable ClientCertificate identity() {
    return identity;
  }

  /** A file of those who may sign the certificates of clients; null when clients need none. */
  public @Nullable Path clientAuthorities() {
    return clientAuthorities;
  }

  /** Names that clients may use for the server, besides its own and those of loopback. */
  public List<String> hosts() {
    return hosts;
  }

  /** A window of this length or longer is refused. */
  public Duration longest() {
    return longest;
  }

  /** The address with another port. */
  public String withPort(int other) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + other;
  }

  /** As the setting has it. */
  @Override
  public String toString() {
    return withPort(port);
  }
}
