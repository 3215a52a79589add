package dev.jflare.profile;

import java.lang.reflect.Field;
import one.jfr.JfrReader;

/**
 * Has the reader hand CPU time samples to the class that was registered for them. It knows the
 * event itself, but drops the one field that says how much CPU time a sample stands for, and asks
 * its own table before ours; an id that no event has makes it ask ours. Should a later version keep
 * its table elsewhere, its own reading stays, and such a profile is empty.
 */
final class OwnReading {
  private static final int NO_EVENT = -1;

  private OwnReading() {}

  /** To be called for each chunk, before its first event is read. */
  static void of(JfrReader reader) {
    try {
      Field type = JfrReader.class.getDeclaredField("cpuTimeSample");
      type.setAccessible(true);
      type.setInt(reader, NO_EVENT);
    } catch (ReflectiveOperationException | RuntimeException readsOtherwise) {
      // see above; CpuTimeSampleIT would show it
    }
  }
}
