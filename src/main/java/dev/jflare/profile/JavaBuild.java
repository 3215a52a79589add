package dev.jflare.profile;

/** Feature and update number of a Java version, because some profiler bugs end at an update. */
final class JavaBuild {
  private final int feature;
  private final int update;

  private JavaBuild(int feature, int update) {
    this.feature = feature;
    this.update = update;
  }

  /**
   * Reads the system property {@code java.version}: {@code 1.8.0_504}, {@code 17.0.15}, {@code 25},
   * {@code 21.0.3-ea}. What cannot be read is 0.
   */
  static JavaBuild parse(String version) {
    String[] parts = version.split("[._+-]");
    return number(parts, 0) == 1
        ? new JavaBuild(number(parts, 1), number(parts, 3))
        : new JavaBuild(number(parts, 0), number(parts, 2));
  }

  int feature() {
    return feature;
  }

  /**
   * Whether a profiler may keep jmethodIDs while classes unload: JDK-8313816 is fixed in 11.0.23,
   * 17.0.11, 21.0.3 and 22. Java 8 is not concerned. Datadog's profiler has the same list.
   */
  boolean keepsMethodIds() {
    return feature == 8
        || feature >= 22
        || (feature == 11 && update >= 23)
        || (feature == 17 && update >= 11)
        || (feature == 21 && update >= 3);
  }

  /** Whether jdk.OldObjectSample is considered safe: 11.0.12, 17.0.3, 18 and later. */
  boolean samplesOldObjects() {
    return feature >= 18 || (feature == 11 && update >= 12) || (feature == 17 && update >= 3);
  }

  private static int number(String[] parts, int index) {
    try {
      return index < parts.length ? Integer.parseInt(parts[index]) : 0;
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
