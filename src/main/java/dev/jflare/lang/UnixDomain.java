package dev.jflare.lang;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * UNIX sockets as Java 16 brought them (JEP 380), by reflection, because this is compiled for Java
 * 8. The one place that knows these names.
 */
public final class UnixDomain {
  private UnixDomain() {}

  /** Whether this Java can open UNIX sockets. */
  public static boolean isHere() {
    try {
      Class.forName("java.net.UnixDomainSocketAddress");
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }

  /**
   * The address of a socket file.
   *
   * @throws IOException when this Java is older than 16
   */
  public static SocketAddress address(Path socket) throws IOException {
    try {
      return (SocketAddress)
          Class.forName("java.net.UnixDomainSocketAddress")
              .getMethod("of", Path.class)
              .invoke(null, socket);
    } catch (ReflectiveOperationException older) {
      throw new IOException(
          "unix:" + socket + ": UNIX sockets need Java 16 or later for jflare itself", older);
    }
  }

  /**
   * A channel for {@link #address}, not yet connected.
   *
   * @throws IOException when this Java is older than 16, or the process has no descriptor left
   */
  public static SocketChannel channel() throws IOException {
    try {
      return (SocketChannel)
          SocketChannel.class
              .getMethod("open", ProtocolFamily.class)
              .invoke(null, StandardProtocolFamily.valueOf("UNIX"));
    } catch (InvocationTargetException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof IOException ? (IOException) cause : new IOException(cause);
    } catch (ReflectiveOperationException | IllegalArgumentException older) {
      throw new IOException("UNIX sockets need Java 16 or later for jflare itself", older);
    }
  }
}
