package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.nio.file.Path;

/** What we show to a peer that wants to know who we are. A value; nothing is read here. */
public final class ClientCertificate {
  private static final String NAMED = "jflare.tls";

  private final Path file;
  private final @Nullable Path keyFile;
  private final Secret password;
  private final String named;

  private ClientCertificate(Path file, @Nullable Path keyFile, Secret password, String named) {
    this.file = file;
    this.keyFile = keyFile;
    this.password = password;
    this.named = named;
  }

  /**
   * @param keyFile null when the key is in the first file
   * @param password of the key or of the PKCS#12 file
   */
  public static ClientCertificate of(Path file, @Nullable Path keyFile, Secret password) {
    return new ClientCertificate(file, keyFile, password, NAMED);
  }

  /** What clients of ours show to servers; null when none is set. */
  static @Nullable ClientCertificate of(Settings settings) {
    Path file = TrustSources.pathOf(settings.string(Setting.TLS_CERT_FILE));
    return file == null
        ? null
        : of(
            file,
            TrustSources.pathOf(settings.string(Setting.TLS_KEY_FILE)),
            settings.secret(Setting.TLS_KEY_PASSWORD));
  }

  /** What the server of profiles shows; null when none is set. */
  static @Nullable ClientCertificate ofServer(Settings settings) {
    Path file = TrustSources.pathOf(settings.string(Setting.PPROF_TLS_CERT_FILE));
    return file == null
        ? null
        : new ClientCertificate(
            file,
            TrustSources.pathOf(settings.string(Setting.PPROF_TLS_KEY_FILE)),
            settings.secret(Setting.PPROF_TLS_KEY_PASSWORD),
            "jflare.pprof.tls");
  }

  /** How the names of the settings begin that say this: {@code jflare.tls}. */
  public String named() {
    return named;
  }

  /** Certificates in PEM, our own first, or a PKCS#12 file with key and certificates. */
  public Path file() {
    return file;
  }

  /** The private key in PEM. */
  public Path keyFile() {
    return keyFile == null ? file : keyFile;
  }

  public Secret password() {
    return password;
  }
}
