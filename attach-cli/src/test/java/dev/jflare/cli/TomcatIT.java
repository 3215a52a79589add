package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Jdks;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server, with its own LogManager and class loaders, from Debian's package tomcat10. */
class TomcatIT {
  private static final Path HOME = Path.of("/usr/share/tomcat10");

  @TempDir Path folder;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(Files.exists(HOME.resolve("bin/bootstrap.jar")), "no tomcat10 installed here");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    for (String name : List.of("conf", "logs", "temp", "webapps/ROOT", "work")) {
      Files.createDirectories(folder.resolve(name));
    }
    Files.writeString(folder.resolve("webapps/ROOT/index.jsp"), "<%= 6 * 7 %>\n");
    for (String name :
        List.of("web.xml", "catalina.properties", "logging.properties", "context.xml")) {
      Files.copy(Path.of("/etc/tomcat10", name), folder.resolve("conf").resolve(name));
    }
    Files.writeString(
        folder.resolve("conf/server.xml"),
        "<Server port=\"-1\"><Service name=\"Catalina\">"
            + "<Connector port=\""
            + port
            + "\" address=\"127.0.0.1\"/>"
            + "<Engine name=\"Catalina\" defaultHost=\"localhost\">"
            + "<Host name=\"localhost\" appBase=\"webapps\"/></Engine></Service></Server>");
    Files.writeString(
        folder.resolve("conf/db.properties"),
        "db.url=jdbc:x://db/shop\ndb.password=tomcatSecret1\n");
  }

  @Test
  void aFlareOfTomcat_andItServesOn() throws Exception {
    Process tomcat = start();
    try {
      awaitAnswer();
      Path out = Files.createDirectory(folder.resolve("out"));
      AttachJar cli =
          AttachJar.in(out)
              .start(
                  tomcat.pid(),
                  "-p",
                  3,
                  "--no-upload",
                  "--json",
                  "--conf",
                  folder + "/conf/*.properties",
                  "--log",
                  folder + "/logs/*")
              .expect(ExitCode.OK);
      assertTrue(cli.result().get("complete").booleanValue(), cli.result()::toString);
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      for (String kind : List.of("1st-heap", "cpu", "2nd-heap", "mutex", "block")) {
        assertTrue(
            flare.paths().contains("profiles/Bootstrap-" + kind + ".pprof"),
            flare.paths()::toString);
      }
      assertTrue(
          flare.text("jvm/threads-1.txt").contains("http-nio-127.0.0.1-" + port),
          "Tomcat's threads");
      assertTrue(flare.text("jvm/mbeans.json").contains("Catalina:"), "Tomcat's MBeans");
      assertTrue(
          flare.paths().stream()
              .anyMatch(path -> path.startsWith("logs/") && path.contains("catalina")),
          flare.paths()::toString);
      String configuration =
          String.join(
              "",
              flare.paths().stream()
                  .filter(path -> path.endsWith("db.properties"))
                  .map(flare::text)
                  .toList());
      assertTrue(
          configuration.contains("db.url") && !configuration.contains("tomcatSecret1"),
          configuration);
      for (String path : flare.paths()) {
        assertFalse(flare.text(path).contains("tomcatSecret1"), path);
      }
      assertEquals("42", answer());
    } finally {
      tomcat.destroy();
      if (!tomcat.waitFor(20, TimeUnit.SECONDS)) {
        tomcat.destroyForcibly();
      }
    }
  }

  private Process start() throws IOException {
    String bin = HOME.resolve("bin").toString();
    return new ProcessBuilder(
            Jdks.running().resolve("bin/java").toString(),
            "-Xmx256m",
            "-Djava.util.logging.config.file=" + folder.resolve("conf/logging.properties"),
            "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
            "-Dcatalina.home=" + HOME,
            "-Dcatalina.base=" + folder,
            "-Djava.io.tmpdir=" + folder.resolve("temp"),
            "-Ddb.password=tomcatSecret1",
            "-cp",
            bin + "/bootstrap.jar:" + bin + "/tomcat-juli.jar",
            "org.apache.catalina.startup.Bootstrap",
            "start")
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("logs/catalina.out").toFile())
        .start();
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String answer = "";
    while (!answer.equals("42") && System.nanoTime() < end) {
      Thread.sleep(200);
      try {
        answer = answer();
      } catch (IOException notYet) {
        answer = notYet.toString();
      }
    }
    assertEquals("42", answer, () -> read(folder.resolve("logs/catalina.out")));
  }

  private String answer() throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
    connection.setReadTimeout(20_000);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes()).trim();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
