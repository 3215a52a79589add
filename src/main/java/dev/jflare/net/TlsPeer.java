package dev.jflare.net;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What a finished TLS handshake has agreed on, and whom it was with. */
public final class TlsPeer {
  private final String protocol;
  private final String cipher;
  private final List<X509Certificate> chain;

  private TlsPeer(String protocol, String cipher, List<X509Certificate> chain) {
    this.protocol = protocol;
    this.cipher = cipher;
    this.chain = Collections.unmodifiableList(chain);
  }

  static TlsPeer of(SslHandler handler) {
    SSLSession session = handler.engine().getSession();
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (Certificate certificate : session.getPeerCertificates()) {
        if (certificate instanceof X509Certificate) {
          chain.add((X509Certificate) certificate);
        }
      }
    } catch (SSLPeerUnverifiedException anonymous) {
      // a cipher without certificates; then there are none to tell of
    }
    return new TlsPeer(session.getProtocol(), session.getCipherSuite(), chain);
  }

  /** By the JDK's name: {@code TLSv1.3}. */
  public String protocol() {
    return protocol;
  }

  /** By the name of the registry at IANA. */
  public String cipher() {
    return cipher;
  }

  /** As the peer showed them, its own first. */
  public List<X509Certificate> chain() {
    return chain;
  }
}
