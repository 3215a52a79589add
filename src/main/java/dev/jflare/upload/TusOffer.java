package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a server says it can do, in its answer to OPTIONS (tus 1.0.0, section OPTIONS). */
public final class TusOffer {
  /** For a server that is said to speak tus and does not answer OPTIONS. */
  static final TusOffer UNKNOWN = new TusOffer(Long.MAX_VALUE, false);

  private final long maxBytes;
  private final boolean checksum;

  private TusOffer(long maxBytes, boolean checksum) {
    this.maxBytes = maxBytes;
    this.checksum = checksum;
  }

  /** Null when the answer does not say that uploads can be created here. */
  public static @Nullable TusOffer of(HttpAnswer answer) {
    boolean offered =
        (answer.status() == 200 || answer.status() == 204)
            && items(answer, "Tus-Version").contains(TusCalls.VERSION)
            && items(answer, "Tus-Extension").contains("creation");
    if (!offered) {
      return null;
    }
    String max = answer.header("Tus-Max-Size");
    boolean checksum =
        items(answer, "Tus-Extension").contains("checksum")
            && items(answer, "Tus-Checksum-Algorithm").contains("sha256");
    boolean bounded = max != null && max.trim().matches("\\d{1,18}");
    return new TusOffer(
        bounded ? Long.parseLong(String.valueOf(max).trim()) : Long.MAX_VALUE, checksum);
  }

  /** The longest archive it takes. */
  long maxBytes() {
    return maxBytes;
  }

  /** Whether it checks each piece by its SHA-256. */
  boolean checksum() {
    return checksum;
  }

  private static List<String> items(HttpAnswer answer, String name) {
    String value = answer.header(name);
    String text = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
    return Arrays.asList(text.split("\\s*,\\s*"));
  }
}
