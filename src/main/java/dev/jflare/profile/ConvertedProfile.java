package dev.jflare.profile;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One profile that was made of a file. */
public final class ConvertedProfile {
  private final String id;
  private final byte[] proto;
  private final SampleTable table;
  private final List<String> comments;

  ConvertedProfile(String id, byte[] proto, SampleTable table, List<String> comments) {
    this.id = id;
    this.proto = proto;
    this.table = table;
    this.comments = comments;
  }

  /** The part of the file name: {@code cpu}, {@code heap}, {@code mutex}, {@code block}, ... */
  public String id() {
    return id;
  }

  /** A message of profile.proto, not compressed. */
  public byte[] proto() {
    return proto;
  }

  /** Whether there is no sample in it; the last comment says why. */
  public boolean isEmpty() {
    return table.total(ProfileTables.COUNT) == 0 && lastColumns() == 0;
  }

  /** What stands in the profile for its reader. */
  public List<String> comments() {
    return Collections.unmodifiableList(comments);
  }

  /** The sum of it in a few words; for an empty one why it is empty. */
  public String summary() {
    if (isEmpty()) {
      return "empty: " + comments.get(comments.size() - 1);
    }
    double count = table.total(0);
    double much = table.total(1);
    if (id.equals("heap")) {
      double used = table.total(ProfileTables.INUSE_SPACE);
      String allocated = String.format(Locale.ROOT, "%.1f MB allocated", much / 1e6);
      return used == 0
          ? allocated + ", in use not known"
          : String.format(Locale.ROOT, "%s, %.1f MB in use", allocated, used / 1e6);
    }
    if (id.equals("malloc")) {
      return String.format(Locale.ROOT, "%.1f MB of native memory allocated", much / 1e6);
    }
    String what =
        id.equals("nativelock") || id.equals("mutex") || id.equals("block") ? "waits" : "samples";
    return much == 0
        ? String.format(Locale.ROOT, "%.0f %s, no time known", count, what)
        : String.format(Locale.ROOT, "%.2f s in %.0f %s", much / 1e9, count, what);
  }

  private double lastColumns() {
    return id.equals("heap")
        ? table.total(ProfileTables.ALLOC_SPACE) + table.total(ProfileTables.INUSE_OBJECTS)
        : 0;
  }
}
