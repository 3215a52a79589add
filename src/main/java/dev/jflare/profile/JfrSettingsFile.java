package dev.jflare.profile;

import java.util.Map;
import java.util.TreeMap;

/** A file of settings as the diagnostic command JFR.start reads it, format 2.0. */
final class JfrSettingsFile {
  private JfrSettingsFile() {}

  /**
   * The file's text.
   *
   * @param settings {@code event#setting} to value; both are ours and need no escapes
   */
  static String of(Map<String, String> settings) {
    Map<String, StringBuilder> events = new TreeMap<>();
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      String[] name = setting.getKey().split("#", 2);
      events
          .computeIfAbsent(name[0], absent -> new StringBuilder())
          .append("<setting name=\"")
          .append(name[1])
          .append("\">")
          .append(setting.getValue())
          .append("</setting>");
    }
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<configuration version=\"2.0\">\n");
    events.forEach(
        (event, inside) ->
            out.append("<event name=\"")
                .append(event)
                .append("\">")
                .append(inside)
                .append("</event>\n"));
    return out.append("</configuration>\n").toString();
  }
}
