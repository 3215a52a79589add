package dev.jflare.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSLContext;
import java.io.IOException;
import java.lang.reflect.Field;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/**
 * TLS of BoringSSL, used only when its secrets are wanted: the JDK has no API for them (8 to 25),
 * and Netty's way around that reads private fields and knows nothing of TLS 1.3. Certificates are
 * judged by the same trust managers.
 */
final class KeyLogEngines {
  private final SslContext context;

  private KeyLogEngines(SslContext context) {
    this.context = context;
  }

  /**
   * @param keys outlives the connections
   */
  static KeyLogEngines of(KeyManager key, TrustManager trust, KeyLog keys) throws IOException {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(trust)
            .keyManager(key)
            .endpointIdentificationAlgorithm(null) // the engine's parameters say it
            .build();
    long pointer = pointerOf(context);
    if (!SSLContext.setKeyLogCallback(pointer, (session, line) -> keys.write(line))) {
      throw new IOException("BoringSSL takes no key log callback");
    }
    return new KeyLogEngines(context);
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

  SSLEngine engine(String host, int port) {
    return context.newEngine(ByteBufAllocator.DEFAULT, host, port);
  }
}
