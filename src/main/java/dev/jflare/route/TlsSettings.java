package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.nio.file.Path;
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

  /** Whose TLS is used. */
  public enum Library {
    /** BoringSSL where it can be had, because it needs less time and memory. */
    FASTEST,
    JDK
  }

  /** The JDK's trust store, TLS 1.2 or newer, 10 seconds for a handshake. */
  public static final TlsSettings SYSTEM =
      new TlsSettings(
          Version.V1_2,
          Verification.FULL,
          TrustSources.NONE,
          null,
          Engine.FASTEST,
          Duration.ofSeconds(10));

  private final Version minimum;
  private final Verification verification;
  private final TrustSources trust;
  private final @Nullable ClientCertificate identity;
  private final Engine engine;
  private final Duration handshakeTimeout;

  private TlsSettings(
      Version minimum,
      Verification verification,
      TrustSources trust,
      @Nullable ClientCertificate identity,
      Engine engine,
      Duration handshakeTimeout) {
    this.minimum = minimum;
    this.verification = verification;
    this.trust = trust;
    this.identity = identity;
    this.engine = engine;
    this.handshakeTimeout = handshakeTimeout;
  }

  public static TlsSettings of(Settings settings) {
    String minimum = settings.string(Setting.MIN_TLS_VERSION);
    return new TlsSettings(
        Version.values()[minimum.charAt(minimum.length() - 1) - '0'],
        settings.flag(Setting.SKIP_SSL_VALIDATION) ? Verification.NONE : Verification.FULL,
        TrustSources.of(settings),
        ClientCertificate.of(settings),
        Engine.of(settings),
        settings.duration(Setting.TLS_HANDSHAKE_TIMEOUT));
  }

  public Version minimum() {
    return minimum;
  }

  public Verification verification() {
    return verification;
  }

  public TrustSources trust() {
    return trust;
  }

  /** What we show to servers that ask for it; null when there is nothing to show. */
  public @Nullable ClientCertificate identity() {
    return identity;
  }

  /** Where session secrets are appended to, in NSS key log form. */
  public @Nullable Path keyLogFile() {
    return engine.keyLogFile;
  }

  public Duration handshakeTimeout() {
    return handshakeTimeout;
  }

  public Library library() {
    return engine.library;
  }

  public TlsSettings withTrustFile(Path file) {
    return new TlsSettings(
        minimum, verification, trust.withNamed(file), identity, engine, handshakeTimeout);
  }

  public TlsSettings withVerification(Verification wanted) {
    return new TlsSettings(minimum, wanted, trust, identity, engine, handshakeTimeout);
  }

  public TlsSettings withMinimum(Version wanted) {
    return new TlsSettings(wanted, verification, trust, identity, engine, handshakeTimeout);
  }

  public TlsSettings withIdentity(ClientCertificate shown) {
    return new TlsSettings(minimum, verification, trust, shown, engine, handshakeTimeout);
  }

  public TlsSettings withKeyLogFile(Path file) {
    return new TlsSettings(
        minimum, verification, trust, identity, engine.withKeyLog(file), handshakeTimeout);
  }

  public TlsSettings withHandshakeTimeout(Duration limit) {
    return new TlsSettings(minimum, verification, trust, identity, engine, limit);
  }

  public TlsSettings withLibrary(Library wanted) {
    return new TlsSettings(
        minimum, verification, trust, identity, engine.by(wanted), handshakeTimeout);
  }

  /** Whose code it is, and what it gives away. */
  private static final class Engine {
    static final Engine FASTEST = new Engine(Library.FASTEST, null);

    private final Library library;
    private final @Nullable Path keyLogFile;

    private Engine(Library library, @Nullable Path keyLogFile) {
      this.library = library;
      this.keyLogFile = keyLogFile;
    }

    static Engine of(Settings settings) {
      Library library = settings.flag(Setting.JDK_TLS) ? Library.JDK : Library.FASTEST;
      return new Engine(library, TrustSources.pathOf(settings.string(Setting.SSL_KEY_LOG_FILE)));
    }

    Engine withKeyLog(Path file) {
      return new Engine(library, file);
    }

    Engine by(Library wanted) {
      return new Engine(wanted, keyLogFile);
    }
  }
}
