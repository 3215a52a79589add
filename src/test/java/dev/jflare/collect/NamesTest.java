package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.jvm.CommandLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files and variables are called, and what is concluded from that. */
class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DD_API_KEY",
        "DD_APP_KEY",
        "DD_CLUSTER_AGENT_AUTH_TOKEN",
        "DB_PASSWORD",
        "MY_VARIABLE",
        "JAVA_KEYSTORE_PASSWORD",
        "java_secret",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "DD_SESSION_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "JAVA_TRUSTSTORE_PASS",
        "GITHUB_TOKEN",
        "GOOGLE_CREDENTIALS",
        ""
      })
  void variables_thatStayOut(String name) {
    assertFalse(EnvironmentNames.allowed(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DD_SERVICE",
        "DD_SITE",
        "JAVA_TOOL_OPTIONS",
        "JAVA_HOME",
        "JDK_JAVA_OPTIONS",
        "http_proxy",
        "HTTPS_PROXY",
        "no_proxy",
        "OTEL_SERVICE_NAME",
        "LANG",
        "LC_ALL",
        "TZ",
        "PATH",
        "GOGC",
        "_JAVA_OPTIONS"
      })
  void variables_thatAreShown(String name) {
    assertTrue(EnvironmentNames.allowed(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "-Xlog:gc*:file=/var/log/gc.log:time:filecount=5 /var/log/gc.log",
        "-Xlog:gc*=debug:file=gc-%p-%t.log gc-*-*.log",
        "-Xlog:gc:gc.log gc.log",
        "-Xlog:gc*:file=\"/a:b/gc.log\":time /a:b/gc.log",
        "-Xloggc:/tmp/gc-%p.log /tmp/gc-*.log",
        "-Xverbosegclog:/tmp/v.%pid.log,5,100 /tmp/v.*.log",
      })
  void gcLogs_fromOptions(String option, String glob) {
    assertEquals(List.of(glob), GcLogNames.of(List.of("-Xmx1g", option)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xlog:gc",
        "-Xlog:gc*:stdout:time",
        "-Xlog:disable",
        "-Xlog:gc::time",
        "-verbose"
      })
  void gcLogs_thatAreNoFiles(String option) {
    assertEquals(List.of(), GcLogNames.of(List.of(option)));
  }

  @Test
  void archiveNames_areUniqueAndStayInside() {
    ArchiveNames names = new ArchiveNames("logs/");
    assertEquals("logs/var/log/a.log", names.next("/var/log/a.log"));
    assertEquals("logs/var/log/2-a.log", names.next("/var/log/a.log"));
    assertEquals("logs/var/log/3-A.log", names.next("/var/log/A.log"));
    assertEquals("logs/etc/passwd", names.next("/../../etc/./passwd"));
    assertEquals("logs/C_/x_y.log", names.next("/C:/x\ny.log"));
    assertEquals("logs/unnamed", names.next("/"));
    String longName = "x".repeat(300) + ".log";
    assertTrue(names.next("/" + longName).length() < 130);
    assertTrue(names.next("/other/" + longName).endsWith(".log"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/app.log",
        "/a/app.log.1",
        "/a/catalina.out",
        "/a/catalina.2026-01-01.log",
        "/a/gc.0",
        "/a/x.txt",
        "/a/gc-17.current"
      })
  void logs_byName(String path) {
    assertTrue(LogNames.looksLikeLog(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/app.jar", "/a/data.db", "/log/x.idx", "/a/gc.jar", "/a/logback.xml"})
  void noLogs_byName(String path) {
    assertFalse(LogNames.looksLikeLog(path));
  }

  @Test
  void configuration_namedByOptions() {
    CommandLine command =
        CommandLine.parse(
            Arrays.asList(
                "java",
                "-Dspring.config.location=classpath:/x.yml,optional:file:/etc/app/,file:./a.yml",
                "-Dlogback.configurationFile=/etc/logback.xml",
                "-Dlog4j.configuration=file:///etc/log4j.properties",
                "-Djava.security.policy==/etc/p.policy",
                "-Dlog4j2.configurationFile=https://config.example/log4j2.xml",
                "-jar",
                "app.jar",
                "--spring.config.additional-location=file:/etc/more.properties"));
    assertEquals(
        List.of(
            "/etc/app/*.{yaml,yml,properties,xml,conf}",
            "./a.yml",
            "/etc/logback.xml",
            "/etc/log4j.properties",
            "/etc/p.policy",
            "/etc/more.properties"),
        ConfigurationNames.named(command));
  }

  @Test
  void filesThatKeepSecrets_areKnownByName() {
    for (String path :
        List.of("/c/jmxremote.password", "/c/Secrets.yaml", "/c/tls.key", "/c/a.p12")) {
      assertTrue(ConfigurationNames.keepsSecrets(path), path);
    }
    assertFalse(ConfigurationNames.keepsSecrets("/secret/application.yaml"));
  }

  @Test
  void text_orNot(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("file");
    for (String text :
        List.of(
            "",
            "plain\r\n\ttext",
            "\u001b[31mred\u001b[0m text and more of it",
            "Gr\u00fc\u00dfe \u4f60\u597d")) {
      assertTrue(TextSniff.isText(Files.writeString(file, text, StandardCharsets.UTF_8)), text);
    }
    for (byte[] binary : List.of(new byte[] {'P', 'K', 3, 4, 0, 0}, new byte[] {1, 2, 3, 4, 5})) {
      assertFalse(TextSniff.isText(Files.write(file, binary)));
    }
  }
}
