package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an address asks for: {@code /support/flare}, with or without a case id. */
final class IntakeRoute {
  static final String PATH = "/support/flare";

  /** A proxy may send the absolute form; the query carries nothing but the count of redirects. */
  private static final Pattern TARGET =
      Pattern.compile("(?:https?://[^/?]*)?(" + PATH + "(?:/([^/?]*))?)(?:\\?(.*))?");

  /** One upload that can be resumed. */
  private static final Pattern UPLOAD =
      Pattern.compile("(?:https?://[^/?]*)?" + PATH + "/uploads/([0-9a-f]{32})");

  private static final Pattern HOP = Pattern.compile("hop=([0-9]{1,9})");

  private final String path;
  private final @Nullable String caseId;
  private final int hop;

  private IntakeRoute(String path, @Nullable String caseId, int hop) {
    this.path = path;
    this.caseId = caseId;
    this.hop = hop;
  }

  /** The id of the upload that the address is of; null when it is of none. */
  static @Nullable String uploadId(String uri) {
    Matcher upload = UPLOAD.matcher(uri);
    return upload.matches() ? upload.group(1) : null;
  }

  /** Null when the address is none of ours. */
  static @Nullable IntakeRoute of(String uri) {
    Matcher target = TARGET.matcher(uri);
    if (!target.matches()) {
      return null;
    }
    String query = target.group(3) == null ? "" : target.group(3);
    Matcher hop = HOP.matcher(query);
    return new IntakeRoute(
        target.group(1), target.group(2), hop.matches() ? Integer.parseInt(hop.group(1)) : 0);
  }

  /** As the client wrote it: perhaps no number. */
  @Nullable
  String caseId() {
    return caseId;
  }

  /** How many redirects of ours led here. */
  int hop() {
    return hop;
  }

  /** The same address after one more redirect. */
  String nextHop() {
    return path + "?hop=" + (hop + 1);
  }
}
