package dev.jflare.cli;

import dev.jflare.cli.attach.TargetName;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.JvmScan;
import dev.jflare.jvm.ProcessView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the manifest and the first line of progress say of the target; known from outside. */
final class TargetFacts {
  private TargetFacts() {}

  /** Facts by name, in the order a person wants them; those that are unknown are left out. */
  static Map<String, Object> of(ProcessView process) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("pid", process.pid());
    facts.put("service", TargetName.service(process));
    Optional<JvmInfo> jvm = JvmScan.ofThisHost().withPid(process.pid());
    if (jvm.isPresent()) {
      facts.put("main", jvm.get().program());
      facts.put("java", jvm.get().javaVersion());
      facts.put("user", jvm.get().user());
      jvm.get().uptime().ifPresent(uptime -> facts.put("uptime", JvmTable.brief(uptime)));
    }
    facts.values().removeIf(""::equals);
    return facts;
  }

  /** {@code JVM 4711 (com.acme.Shop, Java 17.0.15)}. */
  static String title(Map<String, Object> facts) {
    Object main = facts.get("main");
    Object java = facts.get("java");
    return "JVM "
        + facts.get("pid")
        + " ("
        + (main == null ? facts.get("service") : main)
        + (java == null ? ")" : ", Java " + java + ")");
  }
}
