package dev.jflare.route;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the proxy settings came from: for the log, and to explain a choice. */
final class ProxySources {
  static final ProxySources NONE =
      new ProxySources(Collections.emptyList(), Collections.emptyMap());

  /** With FIPS nothing is read. */
  static final ProxySources FIPS =
      new ProxySources(
          Collections.singletonList("'fips.enabled' has been set to true. Ignoring proxy setting."),
          Collections.emptyMap());

  private final List<String> notes;
  private final Map<Setting, String> names;

  private ProxySources(List<String> notes, Map<Setting, String> names) {
    this.notes = Collections.unmodifiableList(notes);
    this.names = names;
  }

  static ProxySources of(Settings settings) {
    List<String> notes = new ArrayList<>();
    Map<Setting, String> names = new EnumMap<>(Setting.class);
    for (Setting setting :
        Arrays.asList(Setting.PROXY_HTTP, Setting.PROXY_HTTPS, Setting.NO_PROXY)) {
      String source = settings.source(setting);
      if (settings.isSet(setting)) {
        names.put(setting, source);
      }
      if (setting.variables().contains(source)) {
        String name = source.toUpperCase(Locale.ROOT);
        notes.add("Found '" + name + "' env var, using it for the Agent proxy settings");
      }
    }
    return new ProxySources(notes, names);
  }

  /** What the Agent logs while it loads these settings. */
  List<String> notes() {
    return notes;
  }

  /** The decision's reason with the place its setting was found in. */
  String explain(ProxyDecision decision) {
    if (this == FIPS) {
      return "fips.enabled is true, so proxies are ignored";
    }
    Setting setting = decision.setting();
    String name = setting == null ? null : names.get(setting);
    return name == null ? decision.why() : decision.why() + ", from " + name;
  }
}
