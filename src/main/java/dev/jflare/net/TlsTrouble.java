package dev.jflare.net;

import dev.jflare.net.HttpFailure.Kind;
import java.security.Security;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says why TLS failed and what to set. The alerts (RFC 8446 section 6) are recognised by their
 * names, which the JDK and BoringSSL write in different sentences.
 */
final class TlsTrouble {
  /** Netty's words for the first bytes of something else. */
  private static final Pattern NO_RECORD =
      Pattern.compile("not an ssl/tls record: ((?:[0-9a-f]{2})+)", Pattern.DOTALL);

  private static final int SHOWN_CHARS = 60;

  private final Kind kind;
  private final String text;

  private TlsTrouble(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  static TlsTrouble of(Throwable cause) {
    CertificateRefusal refusal = CertificateRefusal.behind(cause);
    if (refusal != null) {
      return notAccepted(String.valueOf(refusal.getMessage()));
    }
    Throwable deepest = cause;
    boolean certificate = false;
    for (Throwable t = cause; t != null; t = t.getCause()) {
      certificate |= t instanceof CertificateException || t instanceof CertPathBuilderException;
      deepest = t;
    }
    return certificate
        ? notAccepted(
            deepest.getMessage() + " (jflare.tls_ca_file names a file of certificates to trust)")
        : alert(String.valueOf(deepest.getMessage()));
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return text;
  }

  private static TlsTrouble notAccepted(String why) {
    return new TlsTrouble(Kind.CERTIFICATE, "the server's certificate is not accepted: " + why);
  }

  private static TlsTrouble alert(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    Matcher record = NO_RECORD.matcher(text);
    if (record.matches()) {
      return new TlsTrouble(
          Kind.TLS, "TLS failed: this port speaks something else: " + firstLine(record.group(1)));
    }
    String what;
    if (text.contains("certificate_required")) {
      what = "the server wants a client certificate (jflare.tls_cert_file, jflare.tls_key_file)";
    } else if (text.contains("bad_certificate")
        || text.contains("certificate_unknown")
        || text.contains("unknown_ca")
        || text.contains("access_denied")) {
      what =
          "the server does not accept our certificate, or wants one and got none"
              + " (jflare.tls_cert_file, jflare.tls_key_file)";
    } else if (text.contains("protocol_version")
        || text.contains("protocol version")
        || text.contains("unsupported_protocol")) {
      what =
          "no TLS version in common with the server (min_tls_version sets the lowest"
              + forbidden()
              + ")";
    } else if (text.contains("handshake_failure")) {
      what =
          "the server breaks the handshake off: no cipher in common, or it wants a client"
              + " certificate (jflare.tls_cert_file)";
    } else {
      return new TlsTrouble(Kind.TLS, "TLS failed: " + said);
    }
    return new TlsTrouble(Kind.TLS, "TLS failed: " + what + ": " + said);
  }

  /** The beginning of what came instead of TLS. */
  private static String firstLine(String hex) {
    StringBuilder line = new StringBuilder("\"");
    for (int i = 0; i + 1 < hex.length() && line.length() <= SHOWN_CHARS; i += 2) {
      char c = (char) Integer.parseInt(hex.substring(i, i + 2), 16);
      if (c == '\r' || c == '\n') {
        break;
      }
      line.append(c >= ' ' && c < 0x7f ? c : '?');
    }
    return line.append('"').toString();
  }

  private static String forbidden() {
    List<String> names = forbiddenVersions();
    return names.isEmpty()
        ? ""
        : "; jdk.tls.disabledAlgorithms of this Java forbids " + String.join(", ", names);
  }

  /** TLS versions that this Java will not speak whatever is asked of it. */
  static List<String> forbiddenVersions() {
    List<String> names = new ArrayList<>();
    String all = Security.getProperty("jdk.tls.disabledAlgorithms");
    for (String one : String.valueOf(all).split(",")) {
      if (one.trim().matches("TLSv1(\\.\\d)?")) {
        names.add(one.trim());
      }
    }
    return names;
  }
}
