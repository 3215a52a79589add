package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** An archive that is complete on disk and has no place yet, with what came along. */
interface IntakeArrival {
  /** The simple fields, in the order they came. */
  Map<String, String> fields();

  /** As the client sent it; null when it sent none. */
  @Nullable
  String fileName();

  long bytes();

  /** Of the archive, as 64 lower-case hex digits. */
  String sha256();

  void moveTo(Path target) throws IOException;
}
