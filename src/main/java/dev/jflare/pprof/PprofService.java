package dev.jflare.pprof;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers requests as Go's net/http/pprof does: the same paths and parameters, defaults, texts,
 * statuses and headers (read in its source, Go 1.19, and compared with a running Go program by
 * {@code PprofSideBySideTest}). Beyond Go there is {@code /debug/jfr}, and {@code trace} is a JFR
 * recording. Methods are not looked at, as in Go.
 */
public final class PprofService {
  static final String ROOT = "/debug/pprof/";
  private static final String JFR = "/debug/jfr";
  private static final String SECONDS = "seconds";

  private static final long PROFILE_SECONDS = 30;
  private static final double TRACE_SECONDS = 1;

  /** Go's words for a window that its server would cut off; here the limit is a setting. */
  private static final String TOO_LONG = "profile duration exceeds server's WriteTimeout";

  private final ProfileSource source;
  private final Duration longest;

  /**
   * @param longest a window of this length or longer is refused
   */
  public PprofService(ProfileSource source, Duration longest) {
    this.source = source;
    this.longest = longest;
  }

  /**
   * Blocks for as long as the window lasts.
   *
   * @throws InterruptedException when the calling thread is interrupted: nobody waits any more
   */
  public PprofAnswer answer(PprofRequest request) throws InterruptedException {
    String path = PprofPath.clean(request.path());
    boolean folder = (path + "/").equals(ROOT);
    if (folder || !path.equals(request.path())) {
      String location = PprofPath.location(folder ? ROOT : path, request.query());
      boolean link = request.method().equals("GET") || request.method().equals("HEAD");
      return PprofAnswer.moved(location, link);
    }
    if (path.equals(JFR)) {
      return recording((double) seconds(request), "recording.jfr");
    }
    return path.startsWith(ROOT)
        ? answer(path.substring(ROOT.length()), request)
        : PprofAnswer.notFound();
  }

  private PprofAnswer answer(String name, PprofRequest request) throws InterruptedException {
    switch (name) {
      case "":
        return PprofAnswer.html(PprofIndex.of(counts()));
      case "cmdline":
        return PprofAnswer.text(String.join("\0", source.commandLine()));
      case "symbol":
        // profiles carry all names, and an address does not lead back to one; Go says 1 here
        return PprofAnswer.text("num_symbols: 0\n");
      case "trace":
        Double seconds = GoNumber.decimal(request.value(SECONDS));
        boolean given = seconds != null && seconds > 0;
        return recording(given && seconds != null ? seconds : TRACE_SECONDS, "trace.jfr");
      case "profile":
        return cpu(seconds(request));
      default:
        GoProfile profile = profile(name);
        return profile == null
            ? PprofAnswer.error(404, "Unknown profile")
            : profile(profile, request);
    }
  }

  private static @Nullable GoProfile profile(String name) {
    for (GoProfile profile : GoProfile.values()) {
      if (profile.isCumulative() && profile.path().equals(name)) {
        return profile;
      }
    }
    return null;
  }

  private static long seconds(PprofRequest request) {
    Long seconds = GoNumber.integer(request.value(SECONDS));
    return seconds == null || seconds <= 0 ? PROFILE_SECONDS : seconds;
  }

  private boolean tooLong(double seconds) {
    return seconds >= longest.toMillis() / 1000.0;
  }

  private PprofAnswer cpu(long seconds) throws InterruptedException {
    if (tooLong((double) seconds)) {
      return PprofAnswer.error(400, TOO_LONG);
    }
    try {
      byte[] proto = source.take(GoProfile.PROFILE, Duration.ofSeconds(seconds), false);
      return PprofAnswer.profile(proto, GoProfile.PROFILE.path());
    } catch (IOException e) {
      return PprofAnswer.error(500, "Could not enable CPU profiling: " + reason(e));
    }
  }

  private PprofAnswer recording(double seconds, String name) throws InterruptedException {
    if (tooLong(seconds)) {
      return PprofAnswer.error(400, TOO_LONG);
    }
    try {
      Duration window = Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
      return PprofAnswer.recording(source.recording(window), name);
    } catch (IOException e) {
      return PprofAnswer.error(500, "Could not enable tracing: " + reason(e));
    }
  }

  private PprofAnswer profile(GoProfile profile, PprofRequest request) throws InterruptedException {
    String seconds = request.value(SECONDS);
    if (!seconds.isEmpty()) {
      return delta(profile, GoNumber.integer(seconds), request);
    }
    int debug = GoNumber.signOf(request.value("debug"));
    boolean collect = profile == GoProfile.HEAP && GoNumber.signOf(request.value("gc")) > 0;
    try {
      if (profile == GoProfile.GOROUTINE && debug > 0 && isFull(request.value("debug"))) {
        return PprofAnswer.text(source.threadDump());
      }
      byte[] proto = source.take(profile, Duration.ZERO, collect);
      boolean heap = profile == GoProfile.HEAP || profile == GoProfile.ALLOCS;
      if (debug > 0
          || (debug < 0 && heap)) { // Go's three writers read a negative number differently
        return PprofAnswer.text(PprofText.of(profile, PprofReader.read(proto)));
      }
      return debug < 0
          ? PprofAnswer.profileCalledText(proto)
          : PprofAnswer.profile(proto, profile.path());
    } catch (IOException e) {
      return notCollected(e);
    }
  }

  /** 2 and above asks for whole stacks; a number too large for Go's int is above. */
  private static boolean isFull(String debug) {
    Long number = GoNumber.integer(debug);
    return number == null || number >= 2;
  }

  private PprofAnswer delta(GoProfile profile, @Nullable Long seconds, PprofRequest request)
      throws InterruptedException {
    if (seconds == null || seconds <= 0) {
      return PprofAnswer.error(400, "invalid value for \"seconds\" - must be a positive integer");
    }
    if (tooLong((double) seconds)) {
      return PprofAnswer.error(400, TOO_LONG);
    }
    if (GoNumber.signOf(request.value("debug")) != 0) {
      return PprofAnswer.error(400, "seconds and debug params are incompatible");
    }
    try {
      byte[] proto = source.take(profile, Duration.ofSeconds(seconds), false);
      return PprofAnswer.profile(proto, profile.path() + "-delta");
    } catch (IOException e) {
      return notCollected(e);
    }
  }

  private static PprofAnswer notCollected(IOException e) {
    return PprofAnswer.error(500, "failed to collect profile: " + reason(e));
  }

  private static String reason(IOException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replace('\n', ' ');
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    for (GoProfile profile : GoProfile.values()) {
      try {
        counts.put(profile.path(), source.count(profile));
      } catch (IOException unknown) {
        counts.put(profile.path(), 0); // the profile itself says why
      }
    }
    return counts;
  }
}
