package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.route.ClientCertificate;
import dev.jflare.route.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS as the settings want it: by BoringSSL where that loads, else by the JDK. The JDK's own rules
 * hold for both: {@code jdk.tls.disabledAlgorithms} usually forbids what is older than TLS 1.2
 * whatever the settings say.
 */
final class TlsEngines {
  /** Makes engines of one library. */
  private interface Factory {
    SSLEngine engine(String host, int port);
  }

  /** What is tried when the first library finds no way. */
  private interface Fallback {
    Factory make() throws GeneralSecurityException;
  }

  private final TlsSettings settings;
  private volatile Factory factory;
  private @Nullable Fallback fallback;

  private TlsEngines(Factory factory, @Nullable Fallback fallback, TlsSettings settings) {
    this.factory = factory;
    this.fallback = fallback;
    this.settings = settings;
  }

  /**
   * @throws IOException when a file of certificates or a key cannot be used; names the setting
   */
  static TlsEngines of(TlsSettings settings, Log log) throws IOException {
    warn(settings, log);
    try {
      return make(settings, log);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
    }
  }

  private static TlsEngines make(TlsSettings settings, Log log)
      throws GeneralSecurityException, IOException {
    ClientCertificate identity = settings.identity();
    KeyManager[] own =
        identity == null
            ? new KeyManager[] {new NoCertificate(log)}
            : new OwnCertificate(identity).managers();
    TrustManager[] trust =
        settings.verification() == TlsSettings.Verification.NONE
            ? new TrustManager[] {new TrustAnyone()}
            : TrustedCertificates.managers(settings.trust(), log);
    Path file = settings.keyLogFile();
    KeyLog keys = file == null ? null : KeyLog.at(file, log);
    if (keys != null) {
      try {
        return new TlsEngines(BoringEngines.of(own[0], trust[0], keys)::engine, null, settings);
      } catch (IOException unusable) {
        log.warn("sslkeylogfile is ignored: " + unusable.getMessage());
      }
    }
    if (settings.library() == TlsSettings.Library.JDK || !BoringEngines.mayStandIn()) {
      return new TlsEngines(jdk(own, trust), null, settings);
    }
    BoringEngines boring = BoringEngines.of(own[0], trust[0], null);
    return new TlsEngines(boring::engine, () -> jdk(own, trust), settings);
  }

  private static Factory jdk(KeyManager[] own, TrustManager[] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own, trust, null);
    return context::createSSLEngine;
  }

  /**
   * Uses the JDK's TLS from now on; false when that is in use already or must not be used.
   * BoringSSL has left out what is old or rare (finite field Diffie-Hellman, CBC with SHA-256,
   * P-521, Ed25519), and a server that knows nothing else is still within reach of the JDK.
   */
  synchronized boolean fallBack() {
    Fallback other = fallback;
    fallback = null;
    try {
      factory = other == null ? factory : other.make();
      return other != null;
    } catch (GeneralSecurityException unusable) {
      return false; // what BoringSSL has said stands
    }
  }

  private static void warn(TlsSettings settings, Log log) {
    if (settings.verification() == TlsSettings.Verification.NONE) {
      log.warn("skip_ssl_validation is set: nobody checks who the server is");
    }
    List<String> forbidden = TlsTrouble.forbiddenVersions();
    if (forbidden.contains(settings.minimum().jdkName())) {
      log.warn(
          "min_tls_version allows "
              + settings.minimum().jdkName()
              + ", but this Java does not: jdk.tls.disabledAlgorithms has "
              + String.join(", ", forbidden));
    }
  }

  /**
   * @param host without a final dot and brackets
   */
  SSLEngine client(String host, int port) {
    SSLEngine engine = factory.engine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(protocols(engine).toArray(new String[0]));
    if (settings.verification() == TlsSettings.Verification.FULL) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (!isAddress(host)) {
      name(host, parameters);
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /**
   * Sets the server name (RFC 6066 section 3, no addresses, no final dot). By itself the JDK names
   * no host without a dot, and hosts of container networks have none.
   */
  private static void name(String host, SSLParameters parameters) {
    try {
      parameters.setServerNames(Collections.singletonList(new SNIHostName(host)));
    } catch (IllegalArgumentException unusual) {
      // an underscore, for example: the server then shows its default certificate
    }
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
  }

  /** From the lowest allowed version up; Java 8 knows TLS 1.3 but does not enable it by itself. */
  private List<String> protocols(SSLEngine engine) {
    List<String> supported = new ArrayList<>(Arrays.asList(engine.getSupportedProtocols()));
    supported.removeAll(TlsTrouble.forbiddenVersions());
    List<String> wanted = new ArrayList<>();
    for (TlsSettings.Version version : TlsSettings.Version.values()) {
      if (version.compareTo(settings.minimum()) >= 0 && supported.contains(version.jdkName())) {
        wanted.add(version.jdkName());
      }
    }
    return wanted;
  }
}
