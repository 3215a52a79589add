package dev.jflare.profile;

import java.io.IOException;
import java.util.Map;

/** Turns recordings into the five profiles. */
public final class RecordingToPprof {
  private RecordingToPprof() {}

  public static Map<ProfileKind, byte[]> convert(Recordings recordings) throws IOException {
    throw new UnsupportedOperationException("next commit");
  }
}
