package dev.jflare.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Debian's nginx in the foreground, on one free port of loopback, with all its files in a folder.
 */
public final class Nginx implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/sbin/nginx");

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Whether it is installed here. */
  public static boolean isHere() {
    return Files.isExecutable(BINARY);
  }

  /**
   * Starts a server with TLS in front of another.
   *
   * @param folder with server.pem and server.key
   * @param backend the URL requests are passed on to
   * @param directives more of them for the server block
   */
  public static Nginx start(Path folder, String backend, String directives)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log info;
            events { worker_connections 64; }
            http {
              access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;
              uwsgi_temp_path u; scgi_temp_path s;
              server {
                listen 127.0.0.1:%d ssl; server_name localhost;
                ssl_certificate server.pem; ssl_certificate_key server.key;
                %s
                location / { proxy_pass %s; proxy_http_version 1.1; }
              }
            }
            """
                .formatted(port, directives, backend));
    Process process =
        new ProcessBuilder(
                BINARY.toString(),
                "-e",
                "error.log",
                "-p",
                folder + "/",
                "-c",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Nginx nginx = new Nginx(process, port);
    nginx.awaitListening(folder.resolve("nginx.out"));
    return nginx;
  }

  public int port() {
    return port;
  }

  public String url(String host) {
    return "https://" + host + ":" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitListening(Path out) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          throw new IOException("nginx: " + Files.readString(out));
        }
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    }
    close();
    throw new IOException("nginx does not listen: " + Files.readString(out));
  }
}
