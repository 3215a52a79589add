package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * A collector that reads /proc. Says in one way for all what is not there on this system and what
 * we may not read.
 */
abstract class OutsideCollector implements Collector {
  final ProcessView process;

  OutsideCollector(ProcessView process) {
    this.process = process;
  }

  @Override
  public final void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (!process.supported()) {
      throw new SkippedException(ProcessView.NEEDS_PROC);
    }
    if (!process.exists()) {
      throw new SkippedException(process + " is gone");
    }
    try {
      look(evidence, deadline);
    } catch (AccessDeniedException e) {
      throw new NotPermittedException(Reason.of(e));
    }
  }

  /**
   * Files of the process that match; none when that would be in its working directory and we may
   * not know which it is.
   */
  final List<Path> matches(String glob, int limit) throws IOException {
    boolean reachable = glob.startsWith("/") || process.workingDirectory().isPresent();
    return reachable ? process.files().glob(glob, limit) : Collections.<Path>emptyList();
  }

  abstract void look(Evidence evidence, Deadline deadline) throws Exception;
}
