package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.time.Deadline;
import java.util.Map;
import java.util.TreeMap;

/** The system properties, one on a line. */
final class SystemProperties implements Collector {
  private final Jvm jvm;

  SystemProperties(Jvm jvm) {
    this.jvm = jvm;
  }

  @Override
  public String id() {
    return "properties";
  }

  @Override
  public String about() {
    return "system properties";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> property : new TreeMap<>(jvm.systemProperties()).entrySet()) {
      text.append(oneLine(property.getKey())).append('=').append(oneLine(property.getValue()));
      text.append('\n');
    }
    evidence.text("jvm/system-properties.txt", text);
  }

  /** line.separator is one of them. */
  private static String oneLine(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
