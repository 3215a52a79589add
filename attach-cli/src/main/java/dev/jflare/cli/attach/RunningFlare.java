package dev.jflare.cli.attach;

import dev.jflare.exchange.Exchange;
import dev.jflare.jvm.ProcessView;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether another command line is at work in a JVM, found without a word to it: by the exchange
 * folder that it holds a lock in. The lock is looked up in {@code /proc/locks} and never tried: an
 * agent that finds it free takes its command line for dead.
 */
public final class RunningFlare {
  private RunningFlare() {}

  /** Since when; empty when there is none, or none that we may know of. */
  public static Optional<Instant> since(ProcessView process) {
    try {
      String locks = process.readSystem("locks");
      for (MeetingPlace place : MeetingPlace.all(process)) {
        try (DirectoryStream<Path> folders =
            Files.newDirectoryStream(place.folder(), Exchange.FOLDER_GLOB)) {
          for (Path folder : folders) {
            Optional<Instant> since = Exchange.heldFor(folder, process.pid(), locks);
            if (since.isPresent()) {
              return since;
            }
          }
        } catch (DirectoryIteratorException e) {
          throw e.getCause();
        }
      }
    } catch (IOException unreadable) {
      // the JVM itself says so, later
    }
    return Optional.empty();
  }
}
