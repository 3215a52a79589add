package dev.jflare.net;

import java.security.cert.CertificateException;

/** A certificate was not accepted; the message says which check failed and what can be done. */
final class CertificateRefusal extends CertificateException {
  private static final long serialVersionUID = 1;

  CertificateRefusal(String message, CertificateException cause) {
    super(message, cause);
  }
}
