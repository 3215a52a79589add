package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.route.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS of the JDK as the settings want it. The JDK's own rules come first: {@code
 * jdk.tls.disabledAlgorithms} usually forbids what is older than TLS 1.2 whatever the settings say.
 */
final class TlsEngines {
  private final SSLContext context;
  private final TlsSettings settings;

  private TlsEngines(SSLContext context, TlsSettings settings) {
    this.context = context;
    this.settings = settings;
  }

  static TlsEngines of(TlsSettings settings) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(settings), null);
      return new TlsEngines(context, settings);
    } catch (GeneralSecurityException unusable) {
      throw new IOException("TLS cannot be set up: " + unusable.getMessage(), unusable);
    }
  }

  /**
   * @param host without a final dot and brackets
   */
  SSLEngine client(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
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
    List<String> supported = Arrays.asList(engine.getSupportedProtocols());
    List<String> wanted = new ArrayList<>();
    for (TlsSettings.Version version : TlsSettings.Version.values()) {
      if (version.compareTo(settings.minimum()) >= 0 && supported.contains(version.jdkName())) {
        wanted.add(version.jdkName());
      }
    }
    return wanted;
  }

  /** Null stands for the JDK's trust store, which the host's system properties may have moved. */
  private static @Nullable TrustManager[] trust(TlsSettings settings)
      throws GeneralSecurityException, IOException {
    if (settings.verification() == TlsSettings.Verification.NONE) {
      return new TrustManager[] {new TrustAnyone()};
    }
    Path file = settings.trustFile();
    if (file == null) {
      return null;
    }
    KeyStore both = KeyStore.getInstance(KeyStore.getDefaultType());
    both.load(null, null);
    List<Certificate> certificates = new ArrayList<>(systemCertificates());
    certificates.addAll(certificatesOf(file));
    for (int i = 0; i < certificates.size(); i++) {
      both.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    return managers(both);
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> systemCertificates() throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager) {
        certificates.addAll(Arrays.asList(((X509TrustManager) manager).getAcceptedIssuers()));
      }
    }
    return certificates;
  }

  private static Collection<? extends Certificate> certificatesOf(Path file)
      throws GeneralSecurityException, IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException("jflare.tls_ca_file: cannot read " + unreadable, unreadable);
    }
    Collection<? extends Certificate> found = pem(content);
    for (String type : new String[] {"PKCS12", "JKS"}) {
      found = found.isEmpty() ? store(type, content) : found;
    }
    if (found.isEmpty()) {
      throw new IOException(
          "jflare.tls_ca_file: "
              + file
              + " has no certificate: expected PEM, or a key store that opens without a password");
    }
    return found;
  }

  private static Collection<? extends Certificate> pem(byte[] content)
      throws GeneralSecurityException {
    if (!new String(content, StandardCharsets.ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
      return Collections.emptyList();
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return factory.generateCertificates(new ByteArrayInputStream(content));
  }

  private static Collection<Certificate> store(String type, byte[] content)
      throws GeneralSecurityException {
    List<Certificate> certificates = new ArrayList<>();
    KeyStore store = KeyStore.getInstance(type);
    try (InputStream in = new ByteArrayInputStream(content)) {
      store.load(in, null);
    } catch (IOException notThisType) {
      return certificates;
    }
    for (String alias : Collections.list(store.aliases())) {
      Certificate certificate = store.getCertificate(alias);
      if (certificate != null) {
        certificates.add(certificate);
      }
    }
    return certificates;
  }
}
