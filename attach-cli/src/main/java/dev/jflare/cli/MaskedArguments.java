package dev.jflare.cli;

import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** What JVMs were started with, for a list: passwords stand there, and so they are masked. */
final class MaskedArguments {
  /** For who does not show them: the scrubber's rules take a while to load. */
  static final MaskedArguments NONE = new MaskedArguments(null);

  private final @Nullable Scrubber scrubber;

  MaskedArguments() {
    this(Scrubber.of(ScrubSettings.defaults()));
  }

  private MaskedArguments(@Nullable Scrubber scrubber) {
    this.scrubber = scrubber;
  }

  /** All behind the executable, the JVM's own and the program's; empty when we may not know. */
  List<String> of(JvmInfo jvm) {
    if (scrubber == null) {
      return Collections.emptyList();
    }
    try {
      List<String> all =
          scrubber.arguments(ProcessView.of(jvm.pid()).commandLine(), new ScrubTally());
      return all.isEmpty() ? all : all.subList(1, all.size());
    } catch (IOException gone) {
      return Collections.emptyList();
    }
  }
}
