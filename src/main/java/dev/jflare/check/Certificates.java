package dev.jflare.check;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Sha256;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** The certificates a peer has shown, for a person and for a program. */
final class Certificates {
  /** Fewer days than this are worth a warning: renewals take their time. */
  private static final long SOON_DAYS = 30;

  private final List<X509Certificate> chain;
  private final Instant now;

  Certificates(List<X509Certificate> chain, Instant now) {
    this.chain = chain;
    this.now = now;
  }

  /** One line each; the fingerprint of the first, which a browser or openssl shows as well. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      lines.add(
          (lines.isEmpty() ? "subject " : "issuer  ")
              + nameOf(certificate.getSubjectX500Principal())
              + ", by "
              + nameOf(certificate.getIssuerX500Principal())
              + ", valid "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", "
              + left(certificate));
    }
    if (!chain.isEmpty()) {
      lines.add(1, "sha256  " + fingerprint(chain.get(0)));
    }
    return lines;
  }

  List<Map<String, Object>> facts() {
    List<Map<String, Object>> facts = new ArrayList<>();
    for (X509Certificate certificate : chain) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("subject", nameOf(certificate.getSubjectX500Principal()));
      one.put("issuer", nameOf(certificate.getIssuerX500Principal()));
      one.put("notBefore", certificate.getNotBefore().toInstant().toString());
      one.put("notAfter", certificate.getNotAfter().toInstant().toString());
      one.put("daysLeft", daysLeft(certificate));
      one.put("sha256", fingerprint(certificate));
      facts.add(one);
    }
    return facts;
  }

  /** What is about to stop working; empty when nothing is. */
  String soon() {
    for (X509Certificate certificate : chain) {
      if (daysLeft(certificate) < SOON_DAYS) {
        String name = nameOf(certificate.getSubjectX500Principal());
        return "the certificate of " + name + ": " + left(certificate);
      }
    }
    return "";
  }

  private String left(X509Certificate certificate) {
    boolean over = now.isAfter(certificate.getNotAfter().toInstant());
    long days = daysLeft(certificate);
    return over ? "expired " + -days + " days ago" : days + " days left";
  }

  /** Whole days; negative for what has expired. */
  private long daysLeft(X509Certificate certificate) {
    return Duration.between(now, certificate.getNotAfter().toInstant()).toDays();
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      byte[] digest = Sha256.digest().digest(certificate.getEncoded());
      return Hex.of(digest).toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
    } catch (CertificateEncodingException odd) {
      return "unknown: " + odd.getMessage();
    }
  }

  /** A certificate may say what it likes; a terminal need not obey. */
  private static String nameOf(X500Principal name) {
    return "\"" + name.getName().replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
