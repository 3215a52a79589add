package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import dev.jflare.pprof.ProfileBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM's class histogram as a profile: each class is a stack of one frame, so that the same
 * tools show and subtract it. It counts exactly where the heap profiles estimate, but knows no
 * stacks.
 */
public final class HeapClasses {
  /** {@code 3: 24 1152 java.lang.String (java.base@17.0.15)}; the module since Java 9. */
  private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

  private HeapClasses() {}

  /**
   * Reads what the command {@code GC.class_histogram} printed.
   *
   * @param timeNanos when, in nanoseconds since 1970
   * @return a message of profile.proto, not compressed; without samples when the text has no rows
   */
  public static byte[] of(String histogram, long timeNanos) {
    ProfileBuilder profile =
        new ProfileBuilder()
            .sampleType("inuse_objects", "count")
            .sampleType("inuse_space", "bytes")
            .period("space", "bytes", 1)
            .timeNanos(timeNanos)
            .comment("the class histogram: every object in the heap, garbage included, no stacks");
    Map<String, long[]> classes = new LinkedHashMap<>();
    for (String line : histogram.split("\n")) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) { // hidden classes and those of several loaders have one name
        long[] sums = classes.computeIfAbsent(JavaNames.type(row.group(3)), name -> new long[2]);
        sums[0] += Long.parseLong(row.group(1));
        sums[1] += Long.parseLong(row.group(2));
      }
    }
    classes.forEach(
        (name, sums) -> {
          Frame frame = Frame.java(name, name.endsWith("[]") ? "" : JavaNames.file(name), 0);
          profile.sample(Collections.singletonList(frame), Labels.NONE, sums);
        });
    return profile.build();
  }
}
