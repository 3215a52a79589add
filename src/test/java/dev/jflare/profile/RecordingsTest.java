package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
  @TempDir Path folder;

  @Test
  void whatWasSavedIsLoaded() throws Exception {
    Map<String, String> facts =
        Map.of(
            Fact.FORMAT,
            "1",
            Fact.engine(ProfileKind.CPU),
            "jfr",
            Fact.REFUSAL + 1,
            "first: a=b\nsecond line",
            Fact.REFUSAL + 2,
            "second",
            Fact.ENDED_EARLY,
            "interrupted",
            Fact.PID,
            "not a number");
    new Recordings(folder, facts).save();

    Recordings loaded = Recordings.load(folder);
    assertEquals(facts, loaded.facts());
    assertEquals("jfr", loaded.engine(ProfileKind.CPU));
    assertEquals("none", loaded.engine(ProfileKind.BLOCK));
    assertEquals(List.of("first: a=b\nsecond line", "second"), loaded.refusals());
    assertEquals("interrupted", loaded.endedEarly());
    assertEquals(7, loaded.number(Fact.PID, 7));
    assertNull(loaded.asyncProfilerFile());
    assertNull(loaded.jdkFile());
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    Files.writeString(folder.resolve(Recordings.PROPERTIES_FILE), "format=2\n");
    IOException refused = assertThrows(IOException.class, () -> Recordings.load(folder));
    assertEquals("recordings.properties has format 2, expected 1", refused.getMessage());
  }

  @Test
  void bothFilesBecomeOneOfWholeChunks() throws Exception {
    byte[] chunk = recording();
    byte[] open = chunk.clone();
    Arrays.fill(open, 16, 32, (byte) 0); // as a profiler leaves it that was cut off
    Path async = folder.resolve(Recordings.AP_FILE);
    Files.write(async, chunk);
    Files.write(async, open, StandardOpenOption.APPEND);
    Files.write(folder.resolve(Recordings.JDK_FILE), chunk);

    Path merged = folder.resolve("merged.jfr");
    assertTrue(new Recordings(folder, Map.of()).merged(merged));

    byte[] twice = Arrays.copyOf(chunk, chunk.length * 2);
    System.arraycopy(chunk, 0, twice, chunk.length, chunk.length);
    assertArrayEquals(twice, Files.readAllBytes(merged));
    assertEquals(
        2
            * jdk.jfr.consumer.RecordingFile.readAllEvents(folder.resolve(Recordings.JDK_FILE))
                .size(),
        jdk.jfr.consumer.RecordingFile.readAllEvents(merged).size());
  }

  @Test
  void nothingToMergeMakesNoFile() throws Exception {
    byte[] chunk = recording();
    Files.write(folder.resolve(Recordings.JDK_FILE), Arrays.copyOf(chunk, chunk.length - 1));
    Files.writeString(folder.resolve(Recordings.AP_FILE), "FLR");
    Path merged = folder.resolve("merged.jfr");
    assertFalse(new Recordings(folder, Map.of()).merged(merged));
    assertFalse(Files.exists(merged));
  }

  private byte[] recording() throws IOException {
    Path file = folder.resolve("one.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.JVMInformation");
      recording.start();
      recording.stop();
      recording.dump(file);
    }
    return Files.readAllBytes(file);
  }
}
