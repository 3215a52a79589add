package dev.jflare.pprof;

import java.util.Map;
import java.util.TreeMap;

/** The page that lists what there is, in the form of Go's: programs look for its links. */
final class PprofIndex {
  private static final String PROFILE = "profile";
  private static final Map<String, String> ABOUT = new TreeMap<>();

  static {
    ABOUT.put("allocs", "What was allocated since recording began, sampled.");
    ABOUT.put("block", "Where threads waited: parked, in Object.wait, or at a monitor.");
    ABOUT.put("cmdline", "The program and its arguments, secrets masked.");
    ABOUT.put("goroutine", "The stacks of all threads now.");
    ABOUT.put("heap", "Allocated objects that are still in use, sampled; gc=1 collects first.");
    ABOUT.put("mutex", "Where threads waited for locks that others held.");
    ABOUT.put(PROFILE, "CPU time of the next 30 seconds, or of as many as seconds says.");
    ABOUT.put("threadcreate", "Where threads were started.");
    ABOUT.put(
        "trace",
        "A JFR recording of the next second, or of as many as seconds says; for JDK Mission Control,"
            + " not for go tool trace.");
  }

  private PprofIndex() {}

  /**
   * @param counts how many entries a profile has, by the last part of its path; none for what is
   *     made on demand
   */
  static String of(Map<String, Integer> counts) {
    StringBuilder page = new StringBuilder();
    page.append("<html>\n<head>\n<title>/debug/pprof/</title>\n</head>\n<body>\n");
    page.append("/debug/pprof/<br>\n<br>\nTypes of profiles available:\n<table>\n");
    page.append("<thead><td>Count</td><td>Profile</td></thead>\n");
    for (String name : ABOUT.keySet()) {
      page.append("<tr><td>").append(counts.getOrDefault(name, 0)).append("</td><td><a href='");
      page.append(name).append("?debug=1'>").append(name).append("</a></td></tr>\n");
    }
    page.append("</table>\n<a href=\"goroutine?debug=2\">full thread dump</a>\n<br>\n");
    page.append("<a href=\"/debug/jfr?seconds=30\">JFR recording of 30 seconds</a>\n<br>\n<ul>\n");
    ABOUT.forEach(
        (name, about) ->
            page.append("<li>").append(name).append(": ").append(about).append("</li>\n"));
    return page.append("</ul>\n</body>\n</html>\n").toString();
  }
}
