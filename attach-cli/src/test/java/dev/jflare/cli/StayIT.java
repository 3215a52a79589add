package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --stay} leaves an agent that answers over JMX; without it nothing answers. */
class StayIT {
  private static final String BEAN = "dev.jflare:type=Flare";

  @TempDir Path folder;

  @Test
  void theAgentStaysWhenAskedTo_andOnlyThen() throws Exception {
    int port = freePort();
    try (TargetJvm target = withJmx(port)) {
      try (JMXConnector connector = connect(port)) {
        MBeanServerConnection jmx = connector.getMBeanServerConnection();
        ObjectName bean = new ObjectName(BEAN);

        AttachJar.in(folder).start(target.pid(), "-p", 0, "--no-upload").expect(ExitCode.OK);
        assertFalse(jmx.isRegistered(bean));

        AttachJar.in(folder)
            .start(target.pid(), "-p", 0, "--no-upload", "--stay")
            .expect(ExitCode.OK);
        awaitBean(jmx, bean);
        assertEquals("idle", jmx.getAttribute(bean, "State"));
        Object archive = jmx.invoke(bean, "collect", new Object[] {0}, new String[] {"int"});
        assertTrue(Files.isRegularFile(Path.of(archive.toString())), archive::toString);
      }
      deleteJarOf(target.pid());
    }
  }

  @Test
  void theAgentThatStaysHasTheSettingsOfTheCommandLine_andServesProfiles() throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("jflare.yaml"),
            "jflare:\n  pprof:\n    listen: 127.0.0.1:0\n    token: stays-4711\n  output: .\n");
    int port = freePort();
    try (TargetJvm target = withJmx(port);
        JMXConnector connector = connect(port)) {
      AttachJar.in(folder)
          .start(target.pid(), "-p", 0, "--no-upload", "--stay", "-c", settings)
          .expect(ExitCode.OK);
      MBeanServerConnection jmx = connector.getMBeanServerConnection();
      ObjectName bean = new ObjectName(BEAN);
      awaitBean(jmx, bean);
      String address = (String) jmx.getAttribute(bean, "PprofAddress");
      assertTrue(address.startsWith("127.0.0.1:"), address);
      assertEquals(401, status("http://" + address + "/debug/pprof/heap", ""));
      assertEquals(200, status("http://" + address + "/debug/pprof/", "Bearer stays-4711"));
      assertFalse(target.stdout().contains("stays-4711") || target.stderr().contains("stays-4711"));

      Object archive = jmx.invoke(bean, "collect", new Object[] {0}, new String[] {"int"});
      assertEquals(folder.toRealPath(), Path.of(archive.toString()).getParent().toRealPath());
      Files.delete(Path.of(archive.toString()));

      Files.writeString(settings, "jflare.pprof.listen: 127.0.0.1:0\n");
      AttachJar.in(folder)
          .start(target.pid(), "-p", 0, "--no-upload", "--stay", "-c", settings)
          .expect(ExitCode.OK);
      String next = awaitOther(address, jmx, bean);
      assertThrows(ConnectException.class, () -> status("http://" + address + "/", ""));

      Path scraped = Files.createDirectory(folder.resolve("scraped"));
      String url = "own=http://" + next + "/debug/pprof";
      AttachJar.in(scraped)
          .start(target.pid(), "-p", 0, "--no-upload", "--pprof", url)
          .expect(ExitCode.OK);
      try (var files = Files.list(scraped)) {
        Path flare = files.filter(file -> file.toString().endsWith(".zip")).findFirst().get();
        assertTrue(
            FlareZip.read(flare).paths().contains("profiles/own-1st-heap.pprof"),
            () -> "no profile of its own endpoint in " + flare);
      }
      deleteJarOf(target.pid());
    }
  }

  private static String awaitOther(String address, MBeanServerConnection jmx, ObjectName bean)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    String now;
    do {
      Thread.sleep(100);
      now = (String) jmx.getAttribute(bean, "PprofAddress");
    } while ((now == null || now.equals(address)) && System.nanoTime() < end);
    return now;
  }

  private static int status(String url, String authorization) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(60_000);
    if (!authorization.isEmpty()) {
      connection.setRequestProperty("Authorization", authorization);
    }
    return connection.getResponseCode();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private TargetJvm withJmx(int port) throws IOException {
    String remote = "-Dcom.sun.management.jmxremote";
    return TargetJvm.of("Busy")
        .arguments("parks")
        .jvm(
            "-Djava.rmi.server.hostname=127.0.0.1",
            remote + ".host=127.0.0.1",
            remote + ".port=" + port,
            remote + ".rmi.port=" + port,
            remote + ".authenticate=false",
            remote + ".ssl=false",
            "-Djava.io.tmpdir=" + folder)
        .start();
  }

  private static JMXConnector connect(int port) throws IOException {
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
  }

  private static void awaitBean(MBeanServerConnection jmx, ObjectName bean) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!jmx.isRegistered(bean) && System.nanoTime() < end) {
      Thread.sleep(100);
    }
  }

  /** The jar stays with the agent; when the target goes it is nobody's. */
  private static void deleteJarOf(long pid) throws Exception {
    try (var files = Files.list(Path.of("/tmp"))) {
      for (Path file : files.filter(f -> f.toString().endsWith("-" + pid + ".jar")).toList()) {
        Files.delete(file);
      }
    }
  }
}
