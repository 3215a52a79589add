package dev.jflare.inside;

import dev.jflare.collect.Collector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The order of the collectors inside the JVM. What costs nothing comes first, so that a JVM that
 * dies in the window leaves something behind; then the profile window, before anything of ours puts
 * load on the JVM; then the rest. The thread dumps have a lane of their own, spread over the
 * window.
 */
final class InsideLanes {
  private static final Set<String> FIRST =
      new HashSet<>(Arrays.asList("properties", "commands", "counters"));
  private static final String THREADS = "threads";

  private InsideLanes() {}

  /**
   * @param profiles what records and converts, in this order; empty without a window
   */
  static List<List<Collector>> of(List<Collector> inside, List<Collector> profiles) {
    List<Collector> main = new ArrayList<>();
    List<Collector> last = new ArrayList<>();
    List<Collector> threads = new ArrayList<>();
    for (Collector collector : inside) {
      if (collector.id().equals(THREADS)) {
        threads.add(collector);
      } else if (FIRST.contains(collector.id())) {
        main.add(collector);
      } else {
        last.add(collector);
      }
    }
    main.addAll(profiles);
    main.addAll(last);
    List<List<Collector>> lanes = new ArrayList<>();
    lanes.add(main);
    lanes.add(threads);
    return lanes;
  }
}
