package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate made by keytool, with what a server and a client need of it. */
public final class TestCertificate {
  private static final String PASSWORD = "changeit";

  private final Path keyStore;
  private final Path folder;

  private TestCertificate(Path keyStore, Path folder) {
    this.keyStore = keyStore;
    this.folder = folder;
  }

  /**
   * @param names as keytool wants them: {@code dns:localhost,ip:127.0.0.1}
   */
  public static TestCertificate make(Path folder, String names)
      throws IOException, InterruptedException {
    Path store = folder.resolve("server.p12");
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-alias",
        "server",
        "-dname",
        "CN=jflare test",
        "-validity",
        "2",
        "-ext",
        "san=" + names,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    return new TestCertificate(store, folder);
  }

  /** The certificate as PEM. */
  public Path pem() throws IOException, InterruptedException {
    Path file = folder.resolve("server.pem");
    if (Files.exists(file)) {
      return file;
    }
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "server",
        "-keystore",
        keyStore.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        file.toString());
    return file;
  }

  /** The certificate in a JKS store, which can be read without its password. */
  public Path jks() throws IOException, InterruptedException {
    Path file = folder.resolve("trust.jks");
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-file",
        pem().toString(),
        "-storetype",
        "JKS",
        "-keystore",
        file.toString(),
        "-storepass",
        PASSWORD);
    return file;
  }

  /** The private key as PEM, for servers that are not Java. */
  public Path keyPem() throws IOException, GeneralSecurityException {
    byte[] key = load().getKey("server", PASSWORD.toCharArray()).getEncoded();
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return Files.writeString(
        folder.resolve("server.key"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  /** For a server that shows this certificate. */
  public SSLContext serverContext() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** For a client that trusts this certificate and no other. */
  public SSLContext clientContext() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", load().getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Command.run(command);
  }
}
