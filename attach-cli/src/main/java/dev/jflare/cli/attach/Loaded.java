package dev.jflare.cli.attach;

/** A load that was not refused, and the road it took. */
final class Loaded {
  private final LoadReply reply;
  private final String road;

  Loaded(LoadReply reply, String road) {
    this.reply = reply;
    this.road = road;
  }

  LoadReply reply() {
    return reply;
  }

  /** What the target said of it, for the manifest. */
  String told() {
    return reply == LoadReply.LOADED ? "loaded" : "not told by this Java";
  }

  /** Whose connection it was, for the manifest. */
  String road() {
    return road;
  }
}
