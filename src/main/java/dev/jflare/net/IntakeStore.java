package dev.jflare.net;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The folder flares arrive in: {@code <case id>/<archive>} and {@code <case id>/form.json}. A file
 * is in a case's folder only when it is complete, and a form only when its archive is there.
 */
final class IntakeStore {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FIRST_CASE = 1000;

  /** What fits a long, whatever its digits. */
  private static final String CASE_ID = "[0-9]{1,18}";

  private final Path folder;
  private long nextCase = FIRST_CASE;

  private IntakeStore(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if need be and removes what a killed intake left half-written. */
  static IntakeStore open(Path folder, Log log) throws IOException {
    try {
      Files.createDirectories(folder);
      sweep(folder, log);
    } catch (IOException e) {
      throw new IOException(
          "cannot keep flares in " + folder + ": " + e + "; choose another folder", e);
    }
    return new IntakeStore(folder);
  }

  private static void sweep(Path folder, Log log) throws IOException {
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, IntakeFile.GLOB)) {
      for (Path part : parts) {
        if (!IntakeFile.isAlive(part)) {
          Files.deleteIfExists(part);
          log.info("removed " + part.getFileName() + ", left half-written by an earlier run");
        }
      }
    }
  }

  /** Where uploads are that can be resumed: no case has such a name. */
  Path unfinished() {
    return folder.resolve(".uploads");
  }

  IntakeFile newFile() throws IOException {
    return IntakeFile.in(folder);
  }

  /**
   * Gives a complete archive its place.
   *
   * @param caseInPath the case id of the address, used when the form names none; anything that is
   *     not a number counts as none
   */
  IntakeFlare keep(IntakeArrival arrival, @Nullable String caseInPath) throws IOException {
    long caseId = caseId(arrival.fields().get("case_id"), caseInPath);
    Path home = folder.resolve(Long.toString(caseId));
    Files.createDirectories(home);
    String name = IntakeFileName.clean(arrival.fileName());
    int n = 1;
    while (Files.exists(home.resolve(IntakeFileName.numbered(name, n)))
        || Files.exists(home.resolve(IntakeFileName.numbered("form.json", n)))) {
      n++; // a case may get several flares; none replaces another
    }
    Path archive = home.resolve(IntakeFileName.numbered(name, n));
    Path record = home.resolve(IntakeFileName.numbered("form.json", n));
    IntakeFlare flare = new IntakeFlare(caseId, archive, record, arrival, Instant.now());
    try (IntakeFile recordFile = newFile()) {
      recordFile.write(ByteBuffer.wrap(record(flare)));
      arrival.moveTo(archive);
      recordFile.moveTo(record);
    }
    return flare;
  }

  private long caseId(@Nullable String inForm, @Nullable String inPath) throws IOException {
    if (inForm != null && inForm.matches(CASE_ID)) {
      return Long.parseLong(inForm);
    }
    if (inPath != null && inPath.matches(CASE_ID)) {
      return Long.parseLong(inPath);
    }
    return newCase();
  }

  /** The next number without a folder; making the folder takes it, so no other intake gets it. */
  private long newCase() throws IOException {
    while (!made(folder.resolve(Long.toString(nextCase)))) {
      nextCase++;
    }
    return nextCase++;
  }

  private static boolean made(Path home) throws IOException {
    try {
      Files.createDirectory(home);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static byte[] record(IntakeFlare flare) throws IOException {
    ObjectNode record = JSON.createObjectNode();
    record.put("case_id", flare.caseId());
    record.put("received", flare.received().toString());
    record.put("archive", String.valueOf(flare.archive().getFileName()));
    record.put("bytes", flare.bytes());
    record.put("sha256", flare.sha256());
    ObjectNode fields = record.putObject("fields");
    flare.fields().forEach(fields::put);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record);
  }
}
