package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A certificate was not accepted; the message says which check failed and what can be done. */
final class CertificateRefusal extends CertificateException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // nobody writes exceptions out here
  private final List<X509Certificate> chain;

  CertificateRefusal(String message, X509Certificate[] chain, CertificateException cause) {
    super(message, cause);
    this.chain = Collections.unmodifiableList(Arrays.asList(chain.clone()));
  }

  /** The refusal behind a failed handshake; null when it failed for another reason. */
  static @Nullable CertificateRefusal behind(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateRefusal) {
        return (CertificateRefusal) t;
      }
    }
    return null;
  }

  /** As the peer showed it. */
  List<X509Certificate> chain() {
    return chain;
  }
}
