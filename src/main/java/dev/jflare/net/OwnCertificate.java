package dev.jflare.net;

import dev.jflare.route.ClientCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Reads what we show to peers that want to know who we are, and gives it to the JDK. */
final class OwnCertificate {
  /** Of the store in memory only. */
  private static final char[] NO_PASSWORD = new char[0];

  private final ClientCertificate settings;

  OwnCertificate(ClientCertificate settings) {
    this.settings = settings;
  }

  /**
   * @throws IOException when a file cannot be read or holds something else; names the setting
   */
  KeyManager[] managers() throws GeneralSecurityException, IOException {
    byte[] content = read(settings.file(), "_cert_file");
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN ")) {
      char[] password = settings.password().reveal().toCharArray();
      return managers(pkcs12(content, password), password);
    }
    Certificate[] chain = TrustedCertificates.pem(content).toArray(new Certificate[0]);
    if (chain.length == 0) {
      throw new IOException(
          settings.named() + "_cert_file: " + settings.file() + " has no certificate");
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("own", key(), NO_PASSWORD, chain);
    return managers(store, NO_PASSWORD);
  }

  private PrivateKey key() throws IOException {
    byte[] content = read(settings.keyFile(), "_key_file");
    return new PrivateKeyPem(settings).parse(new String(content, StandardCharsets.ISO_8859_1));
  }

  private KeyStore pkcs12(byte[] content, char[] password)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(content), password);
    } catch (IOException unusable) {
      String why =
          unusable.getCause() instanceof UnrecoverableKeyException
              ? "does not open with the password in " + settings.named() + "_key_password"
              : "is neither PEM nor PKCS#12: " + unusable.getMessage();
      throw new IOException(
          settings.named() + "_cert_file: " + settings.file() + " " + why, unusable);
    }
    return store;
  }

  private static KeyManager[] managers(KeyStore store, char[] password)
      throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  private byte[] read(Path file, String setting) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new IOException(settings.named() + setting + ": cannot read " + unreadable, unreadable);
    }
  }
}
