package dev.jflare.agent;

import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM with the agent in it and a JMX port on loopback. */
final class Resident implements AutoCloseable {
  private static final String AGENT = new File("target/jflare-agent.jar").getAbsolutePath();

  final TargetJvm target;
  private final int port;
  private JMXConnector connector;

  /**
   * @param options of the agent
   * @param jvm more arguments for the JVM
   */
  Resident(int feature, String options, String... jvm) throws Exception {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    target =
        TargetJvm.of("Busy")
            .home(Jdks.home(feature).orElseThrow())
            .jvm(
                "-Xmx128m",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Dcom.sun.management.jmxremote.port=" + port,
                "-Dcom.sun.management.jmxremote.rmi.port=" + port,
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "-javaagent:" + AGENT + (options.isEmpty() ? "" : "=" + options))
            .jvm(jvm)
            .start();
  }

  MBeanServerConnection connect() throws Exception {
    connector =
        JMXConnectorFactory.connect(
            new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
    return connector.getMBeanServerConnection();
  }

  ObjectName awaitBean() throws Exception {
    ObjectName name = new ObjectName(FlareBean.NAME);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!connector.getMBeanServerConnection().isRegistered(name) && System.nanoTime() < end) {
      LockSupport.parkNanos(50_000_000);
    }
    return name;
  }

  @Override
  public void close() throws IOException {
    if (connector != null) {
      connector.close();
    }
    target.close();
  }
}
