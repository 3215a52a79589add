package dev.jflare.net;

/** {@code HOST:PORT} as a person writes it; an IPv6 address stands in brackets. */
final class IntakeAddress {
  private final String host;
  private final int port;

  private IntakeAddress(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * @throws IllegalArgumentException with the text and what was expected
   */
  static IntakeAddress parse(String hostPort) {
    int colon = hostPort.lastIndexOf(':');
    String host = colon < 0 ? "" : withoutBrackets(hostPort.substring(0, colon));
    if (host.isEmpty() || !hostPort.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw wrong(hostPort);
    }
    int port = Integer.parseInt(hostPort.substring(colon + 1));
    if (port > 65535) {
      throw wrong(hostPort);
    }
    return new IntakeAddress(host, port);
  }

  private static String withoutBrackets(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    // an IPv6 address without brackets: which colon starts the port would be a guess
    return host.indexOf(':') >= 0 ? "" : host;
  }

  private static IllegalArgumentException wrong(String hostPort) {
    return new IllegalArgumentException(
        "listen address \"" + hostPort + "\": expected HOST:PORT, such as 127.0.0.1:8126");
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** For a URL and for messages. */
  static String join(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  @Override
  public String toString() {
    return join(host, port);
  }
}
