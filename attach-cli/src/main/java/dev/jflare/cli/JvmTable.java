package dev.jflare.cli;

import dev.jflare.jvm.HeapUse;
import dev.jflare.jvm.JvmInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JVMs for people, in columns, and for programs, one JSON line each. */
final class JvmTable {
  private static final String[] HEADER = {
    "PID", "USER", "JAVA", "UP", "HEAP", "CONTAINER", "MAIN", "ATTACHABLE"
  };

  /** As much of a container's id as its runtime shows. */
  private static final int ID_CHARACTERS = 12;

  private final List<JvmInfo> jvms;

  JvmTable(List<JvmInfo> jvms) {
    this.jvms = jvms;
  }

  /** A heading and one line for each JVM, columns aligned. */
  List<String> lines() {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEADER);
    for (JvmInfo jvm : jvms) {
      rows.add(row(jvm));
    }
    int[] widths = new int[HEADER.length - 1]; // the last column needs none
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      lines.add(line(row, widths));
    }
    return lines;
  }

  /** The events of these JVMs. */
  List<JsonLine> events() {
    List<JsonLine> events = new ArrayList<>();
    for (JvmInfo jvm : jvms) {
      events.add(JsonLine.event("jvm").withAll(fields(jvm)));
    }
    return events;
  }

  private static Map<String, Object> fields(JvmInfo jvm) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", jvm.pid());
    fields.put("user", jvm.user());
    fields.put("java", jvm.javaVersion());
    fields.put("uptimeSeconds", jvm.uptime().map(Duration::getSeconds).orElse(null));
    fields.put("heapUsedBytes", jvm.heap().map(HeapUse::usedBytes).orElse(null));
    fields.put("heapMaxBytes", jvm.heap().map(HeapUse::maxBytes).orElse(null));
    fields.put("container", jvm.container());
    fields.put("main", jvm.program());
    fields.put("attachable", jvm.verdict().attachable());
    fields.put("reason", jvm.verdict().attachable() ? "" : jvm.verdict().message());
    fields.put("nextStep", jvm.verdict().nextStep());
    return fields;
  }

  private static String[] row(JvmInfo jvm) {
    return new String[] {
      Long.toString(jvm.pid()),
      jvm.user(),
      orDash(jvm.javaVersion()),
      jvm.uptime().map(JvmTable::brief).orElse("-"),
      jvm.heap().map(JvmTable::heap).orElse("-"),
      orDash(jvm.container().substring(0, Math.min(ID_CHARACTERS, jvm.container().length()))),
      orDash(jvm.program()),
      jvm.verdict().attachable() ? "yes" : "no: " + jvm.verdict().message()
    };
  }

  /** {@code 1.2 of 4.0 GB}. */
  private static String heap(HeapUse heap) {
    return ByteCount.brief(heap.usedBytes()) + " of " + ByteCount.brief(heap.maxBytes());
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row[i]);
      for (int pad = row[i].length(); pad < widths[i] + 2; pad++) {
        line.append(' ');
      }
    }
    return line.append(row[widths.length]).toString();
  }

  /** The two largest units: {@code 3d4h}, {@code 12m5s}. */
  static String brief(Duration duration) {
    long seconds = duration.getSeconds();
    if (seconds >= 86_400) {
      return seconds / 86_400 + "d" + seconds % 86_400 / 3600 + "h";
    }
    if (seconds >= 3600) {
      return seconds / 3600 + "h" + seconds % 3600 / 60 + "m";
    }
    return seconds >= 60 ? seconds / 60 + "m" + seconds % 60 + "s" : seconds + "s";
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
