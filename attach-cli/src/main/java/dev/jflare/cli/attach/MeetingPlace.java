package dev.jflare.cli.attach;

import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A folder that the target sees and that both sides can write to, for the exchange folder and the
 * agent's jar: {@code /tmp} where there is room, for containers often limit it or have none.
 */
final class MeetingPlace {
  /**
   * The agent's jar, what it collects and what is recorded in a usual window, with room to spare.
   */
  private static final long COMFORTABLE_BYTES = 64L << 20;

  /** The agent's jar and a flare without profiles. */
  private static final long LEAST_BYTES = 12L << 20;

  private final Path folder;
  private final String nameInTarget;

  private MeetingPlace(Path folder, String nameInTarget) {
    this.folder = folder;
    this.nameInTarget = nameInTarget;
  }

  /**
   * The first comfortable place, else the one with the most room.
   *
   * @throws IOException when there is none with enough
   */
  static MeetingPlace of(ProcessView process) throws IOException {
    @Nullable MeetingPlace best = null;
    long most = LEAST_BYTES;
    for (MeetingPlace place : all(process)) {
      long room = place.folder.toFile().getUsableSpace();
      if (room >= COMFORTABLE_BYTES) {
        return place;
      }
      if (room >= most) {
        best = place;
        most = room;
      }
    }
    if (best == null) {
      throw new AttachException(
          AttachProblem.NO_ROOM,
          "no folder of the JVM's that can be written has "
              + (LEAST_BYTES >> 20)
              + " MiB left (tried "
              + String.join(", ", names(process))
              + ")",
          null);
    }
    return best;
  }

  /** Every place that both sides can write to, however full. */
  static List<MeetingPlace> all(ProcessView process) throws IOException {
    List<MeetingPlace> places = new ArrayList<>();
    for (String name : names(process)) {
      Path folder = process.files().resolve(name);
      if (usable(folder, process.status())) {
        places.add(new MeetingPlace(folder, name));
      }
    }
    return places;
  }

  private static List<String> names(ProcessView process) throws IOException {
    List<String> names = new ArrayList<>(Arrays.asList("/tmp", "/var/tmp", "/dev/shm"));
    @Nullable String own = CommandLine.of(process).property("java.io.tmpdir");
    if (own != null && own.startsWith("/")) {
      names.add(own);
    }
    process.workingDirectory().ifPresent(names::add);
    return names;
  }

  /** By the mode for the JVM's user, and by access(2) for us, which knows read-only mounts. */
  private static boolean usable(Path folder, ProcessStatus status) throws IOException {
    return Files.isDirectory(folder) && Files.isWritable(folder) && status.mayWrite(folder);
  }

  /** Whom the exchange folder is to belong to: user and group of the target. */
  static int[] owner(ProcessView process) throws IOException {
    ProcessStatus status = process.status();
    return new int[] {Math.toIntExact(status.uid()), Math.toIntExact(status.gid())};
  }

  /** As we open it. */
  Path folder() {
    return folder;
  }

  /** As the target calls it. */
  String nameInTarget() {
    return nameInTarget;
  }
}
