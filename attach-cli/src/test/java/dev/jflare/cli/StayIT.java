package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.TargetJvm;
import java.net.ServerSocket;
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
  @TempDir Path folder;

  @Test
  void theAgentStaysWhenAskedTo_andOnlyThen() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String remote = "-Dcom.sun.management.jmxremote";
    try (TargetJvm target =
        TargetJvm.of("Busy")
            .arguments("parks")
            .jvm(
                "-Djava.rmi.server.hostname=127.0.0.1",
                remote + ".host=127.0.0.1",
                remote + ".port=" + port,
                remote + ".rmi.port=" + port,
                remote + ".authenticate=false",
                remote + ".ssl=false",
                "-Djava.io.tmpdir=" + folder)
            .start()) {
      JMXServiceURL url =
          new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
      try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
        MBeanServerConnection jmx = connector.getMBeanServerConnection();
        ObjectName bean = new ObjectName("dev.jflare:type=Flare");

        AttachJar.in(folder).start(target.pid(), "-p", 0, "--no-upload").expect(ExitCode.OK);
        assertFalse(jmx.isRegistered(bean));

        AttachJar.in(folder)
            .start(target.pid(), "-p", 0, "--no-upload", "--stay")
            .expect(ExitCode.OK);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!jmx.isRegistered(bean) && System.nanoTime() < end) {
          Thread.sleep(100);
        }
        assertEquals("idle", jmx.getAttribute(bean, "State"));
        Object archive = jmx.invoke(bean, "collect", new Object[] {0}, new String[] {"int"});
        assertTrue(Files.isRegularFile(Path.of(archive.toString())), archive::toString);
      }
      deleteJarOf(target.pid());
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
