package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSLContext;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * TLS of BoringSSL, where its library is aboard and loads. It encrypts with a fraction of the JDK's
 * time and memory, and it alone gives session secrets away: the JDK has no API for them (8 to 25),
 * and Netty's way around that reads private fields and knows nothing of TLS 1.3. Certificates are
 * judged by the same trust managers.
 */
final class BoringEngines {
  private final SslContext context;

  private BoringEngines(SslContext context) {
    this.context = context;
  }

  /**
   * Whether it may stand in for the JDK's TLS unasked. Not where somebody has put another provider
   * in front of the JDK's, for FIPS 140 for example; and not on musl, for which the library is not
   * made and where it may take the process with it instead of failing to load.
   */
  static boolean mayStandIn() {
    // asked of the list, because the JDK's TLS alone would load two hundred classes
    Provider[] providers = Security.getProviders("SSLContext.TLS");
    boolean jdk = providers != null && providers[0].getName().equals("SunJSSE");
    return jdk && !isMusl() && OpenSsl.isAvailable();
  }

  /**
   * @param keys where the secrets of all sessions go, and outlives them; null for nowhere
   * @throws IOException when the secrets are not to be had
   */
  static BoringEngines of(KeyManager key, TrustManager trust, @Nullable KeyLog keys)
      throws IOException {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(trust)
            .keyManager(key)
            .endpointIdentificationAlgorithm(null) // the engine's parameters say it
            .build();
    if (keys != null
        && !SSLContext.setKeyLogCallback(pointerOf(context), (session, line) -> keys.write(line))) {
      throw new IOException("BoringSSL takes no key log callback");
    }
    return new BoringEngines(context);
  }

  /**
   * The object of the native library that its calls take. Netty has no way to this callback yet and
   * keeps the pointer to itself; what it shows, {@code sslCtxPointer()}, is BoringSSL's own object,
   * and the call ends the process when it gets that one.
   */
  private static long pointerOf(SslContext context) throws IOException {
    try {
      Field field = ReferenceCountedOpenSslContext.class.getDeclaredField("ctx");
      field.setAccessible(true);
      return field.getLong(context);
    } catch (ReflectiveOperationException | RuntimeException changed) {
      throw new IOException("this Netty is built differently", changed);
    }
  }

  private static boolean isMusl() {
    String[] loaders = new File("/lib").list((folder, name) -> name.startsWith("ld-musl-"));
    return loaders != null && loaders.length > 0;
  }

  SSLEngine engine(String host, int port) {
    return context.newEngine(ByteBufAllocator.DEFAULT, host, port);
  }
}
