package dev.jflare.scrub;

import dev.jflare.hprof.HprofPolicy;
import dev.jflare.hprof.HprofReport;
import dev.jflare.jfr.StringMask;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of a heap dump may leave: its shape, the counters of the JDK's collections, because leaks
 * are found by them, and names of threads after the rules for text. A name is known by its content,
 * as a JVM may write it long before the thread it belongs to; whoever makes the dump asks the JVM
 * for its threads first.
 */
public final class HeapDumpPolicy implements HprofPolicy {
  /** Threads and class loaders that every JVM has. */
  private static final Set<String> OF_EVERY_JVM =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "main",
                  "app",
                  "boot",
                  "bootstrap",
                  "platform",
                  "system",
                  "Finalizer",
                  "Reference Handler",
                  "Signal Dispatcher",
                  "Common-Cleaner",
                  "Attach Listener",
                  "DestroyJavaVM",
                  "Notification Thread")));

  /**
   * Serial version UIDs of collections whose int and long fields say how large they are, and
   * nothing else; the same from Java 8 to 25. AtomicInteger and its kind are not among them,
   * because a program may keep anything in one.
   */
  private static final Set<Long> COLLECTIONS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  8683452581122892189L, // ArrayList
                  362498820763181265L, // HashMap
                  3801124242820219131L, // LinkedHashMap
                  876323262645176354L, // LinkedList
                  2340985798034038923L, // ArrayDeque
                  -7720805057305804111L, // PriorityQueue
                  -2767605614048989439L, // Vector
                  1421746759512286392L, // Hashtable
                  8188218128353913216L, // IdentityHashMap
                  919286545866124006L, // TreeMap
                  458661240069192865L, // EnumMap
                  7249069246763182397L, // ConcurrentHashMap
                  -817911632652898426L, // ArrayBlockingQueue
                  -6903933977591709194L, // LinkedBlockingQueue
                  -387911632671998426L, // LinkedBlockingDeque
                  5595510919245408276L))); // PriorityBlockingQueue

  private final Map<String, String> texts = new HashMap<>();

  /**
   * @param names of threads, for example; each is shown as the scrubber leaves it
   */
  public HeapDumpPolicy(Scrubber scrubber, Collection<String> names, ScrubTally tally) {
    OF_EVERY_JVM.forEach(name -> texts.put(name, name));
    for (String name : names) {
      texts.put(name, StringMask.overlay(name, scrubber.line(name, tally)));
    }
  }

  @Override
  public boolean keepsCounters(long serialVersionUid) {
    return COLLECTIONS.contains(serialVersionUid);
  }

  @Override
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  /** Counts what masking a dump has taken out of it. */
  public static void count(HprofReport report, ScrubTally tally) {
    tally.add("heap dump array", report.primitiveArrays() - report.keptTexts());
    tally.add("heap dump field", report.fields());
    tally.add("heap dump literal", report.blankedSymbols());
  }
}
