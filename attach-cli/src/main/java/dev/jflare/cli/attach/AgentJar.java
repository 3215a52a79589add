package dev.jflare.cli.attach;

import dev.jflare.exchange.Exchange;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Version;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.jar.JarEntry;

/** The agent's jar, carried inside this program's own. */
final class AgentJar {
  private static final String NAME = "/jflare-agent.jar";

  private AgentJar() {}

  /**
   * Puts the jar where the target can read it.
   *
   * @param pid of the target: two targets of one user never share a file that one of them deletes
   * @return the path as the target sees it
   */
  static String place(Exchange exchange, long pid) throws IOException {
    URL resource = AgentJar.class.getResource(NAME);
    if (resource == null) {
      throw new IOException("this program carries no agent; it has to run from attach.jar");
    }
    try (InputStream jar = resource.openStream()) {
      return exchange.placeAgent(
          jar,
          Exchange.AGENT_JAR_PREFIX
              + Version.current()
              + "-"
              + mark(resource)
              + "-"
              + pid
              + ".jar");
    }
  }

  /**
   * Tells two builds of one version apart: the checksum that the surrounding jar has of it, else
   * its size. Reading seven megabytes only to name them would cost more than the attach.
   */
  private static String mark(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    long mark = connection.getContentLengthLong();
    if (connection instanceof JarURLConnection) {
      @Nullable JarEntry entry = ((JarURLConnection) connection).getJarEntry();
      mark = entry == null ? mark : entry.getCrc();
    } else {
      connection.getInputStream().close(); // asking a file for its length has opened it
    }
    return Long.toHexString(mark);
  }
}
