package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.route.ClientCertificate;
import dev.jflare.route.ServeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS of the server of profiles: by the JDK, 1.2 or newer. */
final class PprofTls {
  private final SSLContext context;
  private final boolean clientsShowCertificates;

  private PprofTls(SSLContext context, boolean clientsShowCertificates) {
    this.context = context;
    this.clientsShowCertificates = clientsShowCertificates;
  }

  /**
   * Null when the settings name no certificate.
   *
   * @throws IOException when a file cannot be used; names the setting
   */
  static @Nullable PprofTls of(ServeSettings settings) throws IOException {
    ClientCertificate identity = settings.identity();
    if (identity == null) {
      return null;
    }
    Path authorities = settings.clientAuthorities();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new OwnCertificate(identity).managers(),
          authorities == null ? new TrustManager[0] : trusting(authorities),
          null);
      return new PprofTls(context, authorities != null);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
    }
  }

  /** These alone: who is in the JDK's store may certify servers, not our clients. */
  private static TrustManager[] trusting(Path authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : TrustedCertificates.pem(read(authorities))) {
      store.setCertificateEntry("client-authority-" + number++, certificate);
    }
    if (number == 0) {
      throw new IOException(
          "jflare.pprof.tls_client_ca_file: " + authorities + " has no certificate in PEM");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static byte[] read(Path authorities) throws IOException {
    try {
      return Files.readAllBytes(authorities);
    } catch (IOException unreadable) {
      throw new IOException(
          "jflare.pprof.tls_client_ca_file: cannot read " + unreadable, unreadable);
    }
  }

  /** For one connection. */
  SSLEngine engine() {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(clientsShowCertificates);
    List<String> protocols = new ArrayList<>();
    for (String protocol : engine.getSupportedProtocols()) {
      if (protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3")) {
        protocols.add(protocol);
      }
    }
    engine.setEnabledProtocols(protocols.toArray(new String[0]));
    return engine;
  }
}
