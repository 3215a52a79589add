package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** The environment the process was started with, as far as {@link EnvironmentNames} allows. */
final class Environment extends OutsideCollector {
  Environment(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "environment";
  }

  @Override
  public String about() {
    return "environment variables on the allow list";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    Map<String, String> environment = new TreeMap<>(process.environment());
    int all = environment.size();
    environment.keySet().removeIf(name -> !EnvironmentNames.allowed(name));
    evidence.note("variables", environment.size() + " of " + all + " allowed");
    StringBuilder text = new StringBuilder();
    text.append(
        environment.isEmpty() ? "Found no allowed envvar\n" : "Found the following envvars:\n");
    environment.forEach(
        (name, value) ->
            text.append(" -  ")
                .append(name)
                .append('=')
                .append(value.replace("\n", "\\n"))
                .append('\n'));
    evidence.text("envvars.log", text);
  }
}
