package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;

/** How far a TLS peer is trusted. A value; nothing is read or opened here. */
public final class TlsSettings {
  /** TLS versions from old to new, named as the JDK names them. */
  public enum Version {
    V1_0("TLSv1"),
    V1_1("TLSv1.1"),
    V1_2("TLSv1.2"),
    V1_3("TLSv1.3");

    private final String jdkName;

    Version(String jdkName) {
      this.jdkName = jdkName;
    }

    public String jdkName() {
      return jdkName;
    }
  }

  /** Whether certificate and host name are checked. */
  public enum Verification {
    FULL,
    NONE
  }

  /** The JDK's trust store, TLS 1.2 or newer, 10 seconds for a handshake. */
  public static final TlsSettings SYSTEM =
      new TlsSettings(Version.V1_2, Verification.FULL, null, null, Duration.ofSeconds(10));

  private final Version minimum;
  private final Verification verification;
  private final @Nullable Path trustFile;
  private final @Nullable Path keyLogFile;
  private final Duration handshakeTimeout;

  private TlsSettings(
      Version minimum,
      Verification verification,
      @Nullable Path trustFile,
      @Nullable Path keyLogFile,
      Duration handshakeTimeout) {
    this.minimum = minimum;
    this.verification = verification;
    this.trustFile = trustFile;
    this.keyLogFile = keyLogFile;
    this.handshakeTimeout = handshakeTimeout;
  }

  public static TlsSettings of(Settings settings) {
    String minimum = settings.string(Setting.MIN_TLS_VERSION);
    return new TlsSettings(
        Version.values()[minimum.charAt(minimum.length() - 1) - '0'],
        settings.flag(Setting.SKIP_SSL_VALIDATION) ? Verification.NONE : Verification.FULL,
        pathOf(settings.string(Setting.TLS_CA_FILE)),
        pathOf(settings.string(Setting.SSL_KEY_LOG_FILE)),
        settings.duration(Setting.TLS_HANDSHAKE_TIMEOUT));
  }

  public Version minimum() {
    return minimum;
  }

  public Verification verification() {
    return verification;
  }

  /**
   * Certificates trusted besides the system's: PEM, or a key store that opens without a password.
   */
  public @Nullable Path trustFile() {
    return trustFile;
  }

  /** Where session secrets are appended to, in NSS key log form. */
  public @Nullable Path keyLogFile() {
    return keyLogFile;
  }

  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  public TlsSettings withTrustFile(Path file) {
    return new TlsSettings(minimum, verification, file, keyLogFile, handshakeTimeout);
  }

  public TlsSettings withVerification(Verification wanted) {
    return new TlsSettings(minimum, wanted, trustFile, keyLogFile, handshakeTimeout);
  }

  public TlsSettings withMinimum(Version wanted) {
    return new TlsSettings(wanted, verification, trustFile, keyLogFile, handshakeTimeout);
  }

  public TlsSettings withHandshakeTimeout(Duration limit) {
    return new TlsSettings(minimum, verification, trustFile, keyLogFile, limit);
  }

  private static @Nullable Path pathOf(String name) {
    return name.isEmpty() ? null : Paths.get(name);
  }
}
