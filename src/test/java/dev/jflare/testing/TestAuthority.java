package dev.jflare.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A certificate authority and what it has signed, as files for servers that are not Java. */
public final class TestAuthority {
  private final X509Bundle root;

  private TestAuthority(X509Bundle root) {
    this.root = root;
  }

  public static TestAuthority named(String name) throws Exception {
    return new TestAuthority(
        new CertificateBuilder()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .ecp256()
            .buildSelfSigned());
  }

  /** Valid from an hour ago until tomorrow. */
  public X509Bundle issue(String... hosts) throws Exception {
    Instant now = Instant.now();
    return issue(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)), hosts);
  }

  public X509Bundle issue(Instant from, Instant until, String... hosts) throws Exception {
    return sign(new CertificateBuilder().notBefore(from).notAfter(until).ecp256(), hosts);
  }

  /** With a key that browsers and BoringSSL do not take, but the JDK (15 and later) and OpenSSL. */
  public X509Bundle issueEd25519(String... hosts) throws Exception {
    return sign(new CertificateBuilder().algorithm(CertificateBuilder.Algorithm.ed25519), hosts);
  }

  private X509Bundle sign(CertificateBuilder builder, String... hosts) throws Exception {
    builder.subject("CN=leaf of jflare");
    for (String host : hosts) {
      builder.addSanDnsName(host);
    }
    return builder.buildIssuedBy(root);
  }

  /** The root's certificate in a file. */
  public Path pem(Path file) throws Exception {
    return Files.writeString(file, root.getCertificatePEM());
  }

  /** Writes {@code NAME.pem} and {@code NAME.key}. */
  public static Path write(X509Bundle bundle, Path folder, String name) throws Exception {
    Files.writeString(folder.resolve(name + ".key"), bundle.getPrivateKeyPEM());
    return Files.writeString(folder.resolve(name + ".pem"), bundle.getCertificatePathPEM());
  }

  /** Certificate and key in a PKCS#12 file. */
  public static Path pkcs12(X509Bundle bundle, Path file, String password) throws Exception {
    try (OutputStream out = Files.newOutputStream(file)) {
      bundle.toKeyStore("PKCS12", password.toCharArray()).store(out, password.toCharArray());
    }
    return file;
  }
}
