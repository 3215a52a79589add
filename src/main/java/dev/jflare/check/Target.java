package dev.jflare.check;

import dev.jflare.route.PrintableUrl;
import java.net.URI;

/** What is looked at: the destination of flares or a pprof endpoint, at one URL. */
final class Target {
  static final String DESTINATION = "destination";

  private final String name;
  private final String url;

  Target(String name, URI url) {
    this(name, PrintableUrl.of(url));
  }

  Target(String name, String printableUrl) {
    this.name = name;
    this.url = printableUrl;
  }

  String name() {
    return name;
  }

  String url() {
    return url;
  }
}
