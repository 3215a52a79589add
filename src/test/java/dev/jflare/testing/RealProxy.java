package dev.jflare.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A proxy that others use as well, from the system's packages, on a free loopback port with its own
 * configuration. Skips the test where it is not installed; ends with the test.
 */
public final class RealProxy implements AutoCloseable {
  /** What the proxies with credentials want: {@code me} and {@code p@ss:word}. */
  public static final String CREDENTIALS = "me:p%40ss%3Aword@";

  private static final long START_SECONDS = 30;

  private final Process process;
  private final int port;
  private final Path folder;

  private RealProxy(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Squid that lets everybody through. */
  public static RealProxy squid(Path parent) throws IOException, InterruptedException {
    return squid(parent, "", "http_access allow all\n");
  }

  /** Squid that wants {@link #CREDENTIALS}. */
  public static RealProxy squidWithBasic(Path parent) throws IOException, InterruptedException {
    Path helper = Files.createTempFile(parent, "login", ".sh");
    // a login program as squid's manual wants it: one line for each question, one for each answer
    Files.writeString(
        helper,
        "while read -r line; do if [ \"$line\" = 'me p@ss:word' ]; then echo OK; else echo ERR; fi;"
            + " done\n");
    openFor(helper);
    return squid(
        parent,
        "",
        "auth_param basic program /bin/sh "
            + helper
            + "\nauth_param basic realm jflare\nacl known proxy_auth REQUIRED\n"
            + "http_access allow known\nhttp_access deny all\n");
  }

  /** Squid that refuses everything. */
  public static RealProxy squidThatDenies(Path parent) throws IOException, InterruptedException {
    return squid(parent, "", "http_access deny all\n");
  }

  /** Squid with TLS to itself. */
  public static RealProxy squidWithTls(Path parent, TestCertificate certificate)
      throws IOException, InterruptedException, GeneralSecurityException {
    String tool = installed("/usr/bin/openssl").toString();
    Path key = parent.resolve("squid.key");
    // GnuTLS wants the public key beside the private one, and Java leaves it out
    Process openssl =
        new ProcessBuilder(
                tool, "ec", "-in", certificate.keyPem().toString(), "-out", key.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl does not take the key");
    }
    openFor(key);
    openFor(certificate.pem());
    String options = " tls-cert=" + certificate.pem() + " tls-key=" + key;
    return squid(parent, options, "http_access allow all\n");
  }

  /** Tinyproxy that wants {@code me:secret}: its configuration has no way to quote more. */
  public static RealProxy tinyproxy(Path parent) throws IOException, InterruptedException {
    Path binary = installed("/usr/bin/tinyproxy");
    Path folder = folder(parent);
    int port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            "Port "
                + port
                + "\nListen 127.0.0.1\nTimeout 30\nMaxClients 10\nLogFile \""
                + folder.resolve("access.log")
                + "\"\nBasicAuth me secret\n");
    return start(folder, port, binary.toString(), "-d", "-c", configuration.toString());
  }

  /** A SOCKS5 proxy that wants {@link #CREDENTIALS}. */
  public static RealProxy microsocks(Path parent) throws IOException, InterruptedException {
    Path binary = installed("/usr/bin/microsocks");
    Path folder = folder(parent);
    int port = freePort();
    return start(
        folder,
        port,
        binary.toString(),
        "-i",
        "127.0.0.1",
        "-p",
        Integer.toString(port),
        "-u",
        "me",
        "-P",
        "p@ss:word");
  }

  /** Squid that takes bodies of at most 1 MiB. */
  public static RealProxy squidWithBodyLimit(Path parent) throws IOException, InterruptedException {
    return squid(parent, "", "http_access allow all\nrequest_body_max_size 1 MB\n");
  }

  /** Dante as a SOCKS5 proxy that lets everybody through, but not to this port. */
  public static RealProxy danteThatBlocks(Path parent, int blockedPort)
      throws IOException, InterruptedException {
    return dante(
        parent,
        "none",
        "socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = " + blockedPort + " }\n");
  }

  /** Dante that wants a user of the system and its password, of whom there is none. */
  public static RealProxy danteWithUsers(Path parent) throws IOException, InterruptedException {
    return dante(parent, "username", "");
  }

  /**
   * Mitmproxy, which reads what goes through TLS and shows certificates of its own authority, as
   * proxies at the border of a company do.
   *
   * @param upstream the authority of the servers behind it
   * @param options more of them, as {@code --proxyauth}
   */
  public static RealProxy mitmproxy(Path parent, Path upstream, String... options)
      throws IOException, InterruptedException {
    Path binary = installed("/usr/bin/mitmdump");
    Path folder = folder(parent);
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(binary.toString(), "--listen-host", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of("--set", "confdir=" + folder));
    command.addAll(List.of("--set", "ssl_verify_upstream_trusted_ca=" + upstream));
    command.addAll(List.of("--set", "stream_large_bodies=1m"));
    command.addAll(List.of(options));
    return start(folder, port, command.toArray(new String[0]));
  }

  /** The certificate that {@link #mitmproxy} has made for its authority. */
  public Path authority() {
    return folder.resolve("mitmproxy-ca-cert.pem");
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Whether its log tells of a request; it may do so a moment after the answer. */
  public boolean logged(String text) throws IOException, InterruptedException {
    Path log = folder.resolve("access.log");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!Files.exists(log) || !Files.readString(log).contains(text)) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  /** A port that nobody listens on, for a proxy that is down. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> helpers = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    helpers.forEach(ProcessHandle::destroyForcibly);
  }

  private static RealProxy squid(Path parent, String portOptions, String access)
      throws IOException, InterruptedException {
    Path binary = installed("/usr/sbin/squid");
    Path folder = folder(parent);
    int port = freePort();
    String kind = portOptions.isEmpty() ? "http_port" : "https_port";
    Path configuration =
        Files.writeString(
            folder.resolve("squid.conf"),
            kind
                + " 127.0.0.1:"
                + port
                + portOptions
                + "\n"
                + access
                + "cache deny all\npid_filename none\nvisible_hostname localhost\n"
                + "shutdown_lifetime 0 seconds\npinger_enable off\nbuffered_logs off\n"
                + "access_log stdio:"
                + folder.resolve("access.log")
                + "\ncache_log "
                + folder.resolve("cache.log")
                + "\ncoredump_dir "
                + folder
                + "\n");
    openFor(configuration);
    return start(folder, port, binary.toString(), "-N", "-f", configuration.toString());
  }

  private static RealProxy dante(Path parent, String method, String rule)
      throws IOException, InterruptedException {
    Path binary = installed("/usr/sbin/danted");
    Path folder = folder(parent);
    int port = freePort();
    String user = System.getProperty("user.name");
    Path configuration =
        Files.writeString(
            folder.resolve("danted.conf"),
            "logoutput: "
                + folder.resolve("access.log")
                + "\ninternal: 127.0.0.1 port = "
                + port
                + "\nexternal: 127.0.0.1\nsocksmethod: "
                + method
                + "\nuser.privileged: "
                + user
                + "\nuser.unprivileged: "
                + user
                + "\nclient pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }\n"
                + rule
                + "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 log: connect }\n");
    return start(
        folder,
        port,
        binary.toString(),
        "-f",
        configuration.toString(),
        "-p",
        folder.resolve("danted.pid").toString());
  }

  private static RealProxy start(Path folder, int port, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    RealProxy proxy = new RealProxy(process, port, folder);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        proxy.close();
        throw new IOException(
            List.of(command) + " does not listen: " + Files.readString(folder.resolve("said")));
      }
      Thread.sleep(20);
    }
    return proxy;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path installed(String program) {
    Path file = Path.of(program);
    assumeTrue(Files.isExecutable(file), program + " is not installed");
    return file;
  }

  /** Squid gives up root and has to read and write here all the same. */
  private static Path folder(Path parent) throws IOException {
    Path folder = Files.createTempDirectory(parent, "proxy");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  private static void openFor(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }
}
