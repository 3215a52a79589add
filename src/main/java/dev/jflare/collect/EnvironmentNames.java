package dev.jflare.collect;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which environment variables may be shown. An allow list, as the Datadog Agent's (datadog-flare
 * 2.6), widened by what steers a JVM; names that speak of a credential are out before it is asked.
 */
final class EnvironmentNames {
  private static final List<String> NEVER =
      Arrays.asList(
          "_KEY",
          "_AUTH_TOKEN",
          "PASSWORD",
          "PASSWD",
          "PASSPHRASE",
          "SECRET",
          "TOKEN",
          "CREDENTIAL",
          "_PASS",
          "_PWD",
          "HEADERS", // OTEL_EXPORTER_OTLP_HEADERS carries the vendor's API key
          "COOKIE");

  private static final List<String> PREFIXES =
      Arrays.asList("DD_", "JAVA_", "JDK_", "OTEL_", "JFLARE_", "MALLOC_", "LC_", "GO", "K_");

  private static final Set<String> NAMES =
      new HashSet<>(
          Arrays.asList(
              ("_JAVA_OPTIONS CATALINA_OPTS CATALINA_HOME CATALINA_BASE JBOSS_HOME JVM_OPTS MAVEN_OPTS"
                      + " CLASSPATH PATH LD_LIBRARY_PATH LD_PRELOAD LANG LANGUAGE TZ HOME USER LOGNAME"
                      + " PWD SHELL HOSTNAME TMPDIR TMP TEMP CONTAINER NODE_NAME POD_NAME POD_NAMESPACE"
                      + " NAMESPACE KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT"
                      + " SPRING_PROFILES_ACTIVE SPRING_CONFIG_LOCATION LOGGING_CONFIG"
                      + " HTTP_PROXY HTTPS_PROXY NO_PROXY SSL_CERT_FILE SSL_CERT_DIR"
                      + " DOCKER_API_VERSION DOCKER_CONFIG DOCKER_CERT_PATH DOCKER_HOST"
                      + " DOCKER_TLS_VERIFY HOST_ETC HOST_PROC HOST_ROOT CHART_RELEASE_NAME"
                      + " AGENT_DAEMONSET CLUSTER_AGENT_DEPLOYMENT NVIDIA_VISIBLE_DEVICES")
                  .split(" ")));

  private EnvironmentNames() {}

  /** Case does not count: {@code http_proxy} is as {@code HTTP_PROXY}. */
  static boolean allowed(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (String part : NEVER) {
      if (upper.contains(part)) {
        return false;
      }
    }
    for (String prefix : PREFIXES) {
      if (upper.startsWith(prefix)) {
        return true;
      }
    }
    return NAMES.contains(upper);
  }
}
