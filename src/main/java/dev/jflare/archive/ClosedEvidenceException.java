package dev.jflare.archive;

import java.io.IOException;

/** A collector wrote after its time was up. */
public final class ClosedEvidenceException extends IOException {
  private static final long serialVersionUID = 1;

  public ClosedEvidenceException(String path) {
    super("too late for " + path + ": this collector's time is over");
  }
}
