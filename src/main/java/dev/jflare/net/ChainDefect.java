package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** What is wrong with a server's certificates, once the JDK has found that something is. */
final class ChainDefect {
  private static final int SHOWN_NAMES = 8;

  /** General names of RFC 5280, section 4.2.1.6. */
  private static final int DNS_NAME = 2;

  private static final int IP_ADDRESS = 7;

  private final X509Certificate[] chain;
  private final String host;
  private final Instant now;

  /**
   * @param chain as the server showed it, its own certificate first
   */
  ChainDefect(X509Certificate[] chain, String host, Instant now) {
    this.chain = chain.clone();
    this.host = host;
    this.now = now;
  }

  /** The check that failed and what to set or to ask for. */
  String describe(CertificateException refused) {
    Throwable path = pathFailure(refused);
    if (path == null && chain.length > 0) {
      return "it is for "
          + namesOf(chain[0])
          + ", not for "
          + host
          + " (check dd_url or site, and who answers in its place)";
    }
    String time = outOfTime();
    if (!time.isEmpty()) {
      return time;
    }
    if (path instanceof CertPathBuilderException) {
      return unknownIssuer();
    }
    return printable(deepest(refused).getMessage())
        + " (jflare.tls_ca_file names a file of certificates to trust)";
  }

  private String outOfTime() {
    for (X509Certificate certificate : chain) {
      Instant from = certificate.getNotBefore().toInstant();
      Instant until = certificate.getNotAfter().toInstant();
      String clock = " (this machine's clock says " + now + ")";
      if (now.isAfter(until)) {
        return nameOf(certificate.getSubjectX500Principal()) + " has expired on " + until + clock;
      }
      if (now.isBefore(from)) {
        return nameOf(certificate.getSubjectX500Principal())
            + " is not yet valid before "
            + from
            + clock;
      }
    }
    return "";
  }

  private String unknownIssuer() {
    String hint = " (jflare.tls_ca_file names a file of certificates to trust)";
    if (chain.length == 0) {
      return "the server shows none" + hint;
    }
    X509Certificate last = chain[chain.length - 1];
    X500Principal issuer = last.getIssuerX500Principal();
    boolean itself = issuer.equals(last.getSubjectX500Principal());
    return itself && chain.length == 1
        ? "it is self-signed by " + nameOf(issuer) + ", which nobody here trusts" + hint
        : "its issuer is not known here: " + nameOf(issuer) + hint;
  }

  private static @Nullable Throwable pathFailure(Throwable refused) {
    for (Throwable t = refused; t != null; t = t.getCause()) {
      if (t instanceof CertPathBuilderException || t instanceof CertPathValidatorException) {
        return t;
      }
    }
    return null;
  }

  private static String namesOf(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    for (List<?> name : alternativeNames(certificate)) {
      if (name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS)) {
        names.add(printable(String.valueOf(name.get(1))));
      }
    }
    if (names.isEmpty()) {
      return nameOf(certificate.getSubjectX500Principal());
    }
    int more = names.size() - SHOWN_NAMES;
    return String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null ? Collections.emptyList() : names;
    } catch (CertificateParsingException unreadable) {
      return Collections.emptyList(); // then its subject has to do
    }
  }

  private static Throwable deepest(Throwable top) {
    Throwable deepest = top;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return deepest;
  }

  private static String nameOf(X500Principal name) {
    return "\"" + printable(name.getName()) + "\"";
  }

  /** A certificate may say what it likes; a terminal need not obey. */
  private static String printable(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\p{Cntrl}", "?");
  }
}
