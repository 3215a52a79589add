package dev.jflare.flare;

import dev.jflare.archive.CollectorRecord;
import dev.jflare.collect.Collector;

/**
 * Told what happens while a flare is taken. Called from several threads; must return soon and not
 * throw.
 */
public interface FlareListener {
  FlareListener NONE =
      new FlareListener() {
        @Override
        public void started(Collector collector) {}

        @Override
        public void ended(CollectorRecord record) {}
      };

  void started(Collector collector);

  void ended(CollectorRecord record);
}
