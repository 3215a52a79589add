package dev.jflare.cli;

import dev.jflare.check.Diagnose;
import dev.jflare.cli.attach.AttachedAgent;
import dev.jflare.collect.Collectors;
import dev.jflare.collect.Profiles;
import dev.jflare.collect.PublishedCounters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The names that {@code --only} and {@code --skip} take. */
final class CollectorIds {
  /** The id of {@code PprofScraper}. */
  static final String SCRAPER = "pprof";

  private CollectorIds() {}

  /** All of them, in the order of a flare. */
  static List<String> known() {
    List<String> known = new ArrayList<>();
    known.add(AttachedAgent.ID);
    known.add(Profiles.ID);
    known.addAll(Collectors.known().keySet());
    known.add(PublishedCounters.ID);
    known.add(SCRAPER);
    known.add(Diagnose.ID);
    return known;
  }

  /** The first id that does not exist; empty when all do. */
  static String firstUnknown(Collection<String> ids) {
    List<String> known = ids.isEmpty() ? new ArrayList<>() : known();
    for (String id : ids) {
      if (!known.contains(id)) {
        return id;
      }
    }
    return "";
  }
}
