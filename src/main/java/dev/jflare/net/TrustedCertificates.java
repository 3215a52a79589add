package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.route.TrustSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** The JDK's trust store, which the host's properties may have moved, and what is added to it. */
final class TrustedCertificates {
  private final Log log;
  private final Set<Certificate> certificates = new LinkedHashSet<>();

  private TrustedCertificates(Log log) {
    this.log = log;
  }

  /**
   * @throws IOException when the file that was named for us alone cannot be used; what is said to
   *     all programs of the machine is left out with a warning
   */
  static TrustManager[] managers(TrustSources sources, Log log)
      throws GeneralSecurityException, IOException {
    if (sources.isEmpty()) {
      return explained(managers((KeyStore) null));
    }
    TrustedCertificates all = new TrustedCertificates(log);
    all.addSystem();
    Path named = sources.named();
    if (named != null) {
      all.addNamed(named);
    }
    Path bundle = sources.bundle();
    if (bundle != null) {
      all.addBundle(bundle);
    }
    for (Path folder : sources.folders()) {
      all.addFolder(folder);
    }
    return explained(managers(all.store()));
  }

  /** Others than the extended kind are left alone: the JDK does their checks itself. */
  private static TrustManager[] explained(TrustManager[] managers) {
    TrustManager[] all = managers.clone();
    for (int i = 0; i < all.length; i++) {
      if (all[i] instanceof X509ExtendedTrustManager) {
        all[i] = new ExplainingTrust((X509ExtendedTrustManager) all[i]);
      }
    }
    return all;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("trusted-" + number++, certificate);
    }
    return store;
  }

  private void addSystem() throws GeneralSecurityException {
    for (TrustManager manager : managers((KeyStore) null)) {
      if (manager instanceof X509TrustManager) {
        X509Certificate[] issuers = ((X509TrustManager) manager).getAcceptedIssuers();
        certificates.addAll(Arrays.asList(issuers));
      }
    }
  }

  private void addNamed(Path file) throws GeneralSecurityException, IOException {
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
    certificates.addAll(found);
  }

  private void addBundle(Path file) {
    try {
      Collection<? extends Certificate> found = pem(Files.readAllBytes(file));
      if (found.isEmpty()) {
        log.warn("SSL_CERT_FILE is ignored: " + file + " has no certificate in PEM");
      }
      certificates.addAll(found);
    } catch (IOException | GeneralSecurityException unusable) {
      log.warn("SSL_CERT_FILE is ignored: " + unusable);
    }
  }

  /** Such folders also hold other things, which Go passes over in silence, too. */
  private void addFolder(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        try {
          certificates.addAll(pem(Files.readAllBytes(file)));
        } catch (IOException | GeneralSecurityException unusable) {
          log.debug("SSL_CERT_DIR: " + file + " is passed over: " + unusable);
        }
      }
    } catch (IOException unreadable) {
      log.warn("SSL_CERT_DIR is ignored: cannot read " + unreadable);
    }
  }

  /** All certificates of a text in PEM, in their order; none when there is no such block. */
  static Collection<? extends Certificate> pem(byte[] content) throws GeneralSecurityException {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      return Collections.emptyList();
    }
    // the JDK's reader stops at what is no certificate, a private key in the same file for example
    StringBuilder blocks = new StringBuilder();
    String end = "-----END CERTIFICATE-----";
    int from = text.indexOf("-----BEGIN CERTIFICATE-----");
    while (from >= 0) {
      int to = text.indexOf(end, from);
      to = to < 0 ? text.length() : to + end.length();
      blocks.append(text, from, to).append('\n');
      from = text.indexOf("-----BEGIN CERTIFICATE-----", to);
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return factory.generateCertificates(
        new ByteArrayInputStream(blocks.toString().getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Collection<Certificate> store(String type, byte[] content)
      throws GeneralSecurityException {
    Set<Certificate> certificates = new LinkedHashSet<>();
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
