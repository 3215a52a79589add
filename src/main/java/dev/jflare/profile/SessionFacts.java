package dev.jflare.profile;

import dev.jflare.log.Log;
import dev.jflare.time.EpochNanos;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Gathers what is to be known about a session, while it runs. Not thread-safe. */
final class SessionFacts {
  private final Map<String, String> facts = new TreeMap<>();
  private final Log log;
  private int refusals;

  SessionFacts(Log log) {
    this.log = log;
    put(Fact.FORMAT, Recordings.FORMAT);
  }

  void put(String name, String value) {
    facts.put(name, value);
  }

  void put(String name, long value) {
    put(name, Long.toString(value));
  }

  /** Something could not be had the preferred way; each reason is kept once. */
  void refusal(String reason) {
    if (!facts.containsValue(reason)) {
      refusals++;
      put(Fact.REFUSAL + refusals, reason);
      log.info("profiles: " + reason);
    }
  }

  void clock(String name) {
    put(name, EpochNanos.now());
  }

  /** Notes how long a call took, and where such a call may stop the program, how long that was. */
  void timed(String what, Call call) throws IOException {
    long before = System.nanoTime();
    try {
      call.run();
    } finally {
      put(Fact.TOOK + what, System.nanoTime() - before);
    }
  }

  Map<String, String> all() {
    return facts;
  }

  interface Call {
    void run() throws IOException;
  }
}
