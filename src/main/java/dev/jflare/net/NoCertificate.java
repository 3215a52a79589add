package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Has nothing to show and says so when a server asks. A server that insists may end the connection
 * or, as nginx does, answer 400; from neither would a person learn what to set.
 */
final class NoCertificate extends X509ExtendedKeyManager {
  private final Log log;
  private final AtomicBoolean said = new AtomicBoolean();

  NoCertificate(Log log) {
    this.log = log;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal[] issuers, SSLEngine engine) {
    if (said.compareAndSet(false, true)) {
      log.warn(
          engine.getPeerHost()
              + " asks for a client certificate, and none is set"
              + " (jflare.tls_cert_file, jflare.tls_key_file)");
    }
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return null;
  }

  @Override
  public @Nullable String[] getClientAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public @Nullable String[] getServerAliases(String type, Principal[] issuers) {
    return null;
  }

  @Override
  public @Nullable X509Certificate[] getCertificateChain(String alias) {
    return null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return null;
  }
}
