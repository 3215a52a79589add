package dev.jflare.scrape;

import java.util.ArrayList;
import java.util.List;

/** One thing to ask an endpoint for, and the entry it becomes. */
final class Wanted {
  private final String entry;
  private final String request;
  private final boolean more;

  private Wanted(String entry, String request, boolean more) {
    this.entry = entry;
    this.request = request;
    this.more = more;
  }

  /**
   * All of an endpoint, in order: first the five of a flare, as the Datadog Agent asks for them;
   * without a window there is no CPU profile and one heap only. Then what a Go program has besides.
   */
  static List<Wanted> of(String name, int seconds) {
    String prefix = "profiles/" + name;
    List<Wanted> all = new ArrayList<>();
    all.add(new Wanted(prefix + "-1st-heap.pprof", "/heap", false));
    if (seconds > 0) {
      all.add(new Wanted(prefix + "-cpu.pprof", "/profile?seconds=" + seconds, false));
      all.add(new Wanted(prefix + "-2nd-heap.pprof", "/heap", false));
    }
    all.add(new Wanted(prefix + "-mutex.pprof", "/mutex", false));
    all.add(new Wanted(prefix + "-block.pprof", "/block", false));
    all.add(new Wanted(prefix + "-goroutine.pprof", "/goroutine", true));
    all.add(new Wanted(prefix + "-goroutines.txt", "/goroutine?debug=2", true));
    all.add(new Wanted(prefix + "-threadcreate.pprof", "/threadcreate", true));
    all.add(new Wanted(prefix + "-cmdline.txt", "/cmdline", true));
    all.add(new Wanted(prefix + "-vars.json", "/../vars", true));
    return all;
  }

  /** The path in the flare. */
  String entry() {
    return entry;
  }

  /** Path and query below the base URL; {@code /../vars} is beside it, where Go's expvar is. */
  String request() {
    return request;
  }

  /** Whether it is only asked for when the endpoint has given one of the five. */
  boolean isMore() {
    return more;
  }

  boolean isProfile() {
    return entry.endsWith(".pprof");
  }

  boolean isJson() {
    return entry.endsWith(".json");
  }
}
