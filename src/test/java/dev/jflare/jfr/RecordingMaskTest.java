package dev.jflare.jfr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Masks recordings of this JVM's own events, in every encoding a string can have. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordingMaskTest {
  private static final String POOLED = "secret-in-the-string-pool-0123456789";
  private static final StringMask SECRETS =
      (field, value) ->
          field.type().equals("test.Note") && field.name().equals("hidden")
              ? StringMask.blank(value, 0, value.length())
              : StringMask.overlay(value, value.replaceAll("secret-[^ ]*", "*"));

  @TempDir static Path folder;
  private Path recording;

  @Name("test.Note")
  @StackTrace(false)
  static final class Note extends Event {
    String key;
    String value;
    String hidden;

    static void commit(String key, String value, String hidden) {
      Note note = new Note();
      note.key = key;
      note.value = value;
      note.hidden = hidden;
      note.commit();
    }
  }

  @BeforeAll
  void record() throws IOException {
    recording = folder.resolve("notes.jfr");
    try (Recording session = new Recording()) {
      session.enable(Note.class);
      session.start();
      Note.commit("latin", "a secret-1 b", null);
      Note.commit("chars", "\u20ac secret-\u20ac\u00e92 \u20ac", "");
      Note.commit("pair", "\ud83d\udd11 secret-\ud83d\udd113 \ud83d\udd11", "x");
      for (int i = 0; i < 5; i++) {
        Note.commit("pooled", POOLED, "this one is read by one field and hidden by another");
        Note.commit("shared", "this one is read by one field and hidden by another", "-");
      }
      session.stop();
      session.dump(recording);
    }
  }

  @Test
  void strings_areMaskedInEveryEncoding() throws IOException {
    Path copy = folder.resolve("encodings.jfr");
    MaskReport report = RecordingMask.mask(recording, copy, SECRETS);

    List<RecordedEvent> notes = notes(copy);
    assertEquals(13, notes.size());
    assertEquals("a ******** b", notes.get(0).getString("value"));
    assertEquals("\u20ac ********** \u20ac", notes.get(1).getString("value"));
    assertTrue(notes.get(2).getString("value").matches("\ud83d\udd11 \\*+ \ud83d\udd11"));
    assertEquals("*".repeat(POOLED.length()), notes.get(3).getString("value"));
    assertEquals("pooled", notes.get(3).getString("key"));
    assertTrue(notes.get(4).getString("value").matches("\\*+"), "one use is enough");
    assertFalse(new String(Files.readAllBytes(copy), ISO_8859_1).contains("secret-"));
    assertEquals(Files.size(recording), Files.size(copy));
    assertEquals(1, report.chunks());
    assertTrue(report.masked() >= 5, report.maskedByField().toString());
  }

  @Test
  void nothingToMask_copiesEveryByte() throws IOException {
    Path copy = folder.resolve("same.jfr");
    MaskReport report = RecordingMask.mask(recording, copy, (field, value) -> value);
    assertEquals(-1, Files.mismatch(recording, copy));
    assertEquals(0, report.masked());
    assertTrue(report.strings() > 20);
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(copy));
  }

  @Test
  void siblings_areTheOtherStringsOfTheEvent() throws IOException {
    Path copy = folder.resolve("siblings.jfr");
    RecordingMask.mask(
        recording,
        copy,
        (field, value) ->
            field.name().equals("value") && "latin".equals(field.sibling("key"))
                ? StringMask.blank(value, 0, value.length())
                : value);
    assertEquals("************", notes(copy).get(0).getString("value"));
    assertTrue(notes(copy).get(1).getString("value").contains("secret-"));
  }

  @Test
  void maskOfAnotherLength_hidesAll() throws IOException {
    Path copy = folder.resolve("length.jfr");
    RecordingMask.mask(
        recording, copy, (field, value) -> field.name().equals("value") ? value + "x" : value);
    assertEquals("************", notes(copy).get(0).getString("value"));
  }

  @Test
  void unfinishedLastChunk_isCut() throws IOException {
    Path torn = folder.resolve("torn.jfr");
    byte[] whole = Files.readAllBytes(recording);
    Files.write(torn, whole);
    Files.write(torn, Arrays.copyOf(whole, 200), StandardOpenOption.APPEND);
    byte[] open = whole.clone();
    ByteBuffer.wrap(open).putLong(16, 0);
    Path unfinished = folder.resolve("unfinished.jfr");
    Files.write(unfinished, whole);
    Files.write(unfinished, whole, StandardOpenOption.APPEND);
    Files.write(unfinished, open, StandardOpenOption.APPEND);

    assertEquals(1, Chunks.of(torn).size());
    MaskReport report =
        RecordingMask.mask(unfinished, folder.resolve("unfinished-masked.jfr"), SECRETS);
    assertEquals(2, report.chunks());
    assertEquals(whole.length, report.cutBytes());
    assertEquals(2L * whole.length, report.bytes());
    assertEquals(26, notes(folder.resolve("unfinished-masked.jfr")).size());
  }

  @Test
  void noFinishedChunk_isAnErrorAndLeavesNoFile() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jfr"));
    Path text =
        Files.write(folder.resolve("text.jfr"), "not a recording".repeat(9).getBytes(UTF_8));
    Path copy = folder.resolve("none.jfr");
    assertThrows(IOException.class, () -> RecordingMask.mask(empty, copy, SECRETS));
    assertThrows(IOException.class, () -> RecordingMask.mask(text, copy, SECRETS));
    assertFalse(Files.exists(copy));
  }

  @Test
  void copyThatExists_isNotTouched() throws IOException {
    Path copy = Files.write(folder.resolve("exists.jfr"), new byte[] {1});
    assertThrows(
        FileAlreadyExistsException.class, () -> RecordingMask.mask(recording, copy, SECRETS));
    assertEquals(1, Files.size(copy));
  }

  @Test
  void damagedRecording_neverLeavesAHalfMaskedCopy() throws IOException {
    byte[] whole = Files.readAllBytes(recording);
    Random random = new Random(whole.length);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[Chunk.HEADER + random.nextInt(whole.length - Chunk.HEADER)] = (byte) random.nextInt();
      Path file = Files.write(folder.resolve("damaged.jfr"), damaged);
      Path copy = folder.resolve("damaged-masked.jfr");
      try {
        RecordingMask.mask(file, copy, SECRETS);
        Files.delete(copy);
      } catch (IOException expected) {
        refused++;
        assertFalse(Files.exists(copy));
      }
    }
    assertTrue(refused > 10, "refused " + refused);
  }

  private static List<RecordedEvent> notes(Path file) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("test.Note"))
        .toList();
  }
}
