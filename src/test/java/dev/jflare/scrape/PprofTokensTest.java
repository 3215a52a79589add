package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PprofTokensTest {
  @TempDir Path folder;

  @Test
  void ofAVariableOrAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "abc\n");
    PprofTokens tokens = tokens("api=env:TOKEN", "web=file:" + file);

    assertEquals("xyz", tokens.token("api").reveal());
    assertEquals("abc", tokens.token("web").reveal());
    assertNull(tokens.token("other"));
    assertEquals(List.of(), tokens.complaints(List.of("api", "web", "other")));
  }

  @Test
  void whatIsMissingIsNamed() {
    PprofTokens tokens = tokens("a=env:NONE", "b=file:" + folder.resolve("none"));

    Exception unset = assertThrows(IOException.class, () -> tokens.token("a"));
    assertEquals("jflare.pprof_auth: env:NONE is empty or not set", unset.getMessage());
    Exception unreadable = assertThrows(IOException.class, () -> tokens.token("b"));
    assertEquals(
        "jflare.pprof_auth: file:" + folder.resolve("none") + " cannot be read",
        unreadable.getMessage());
  }

  @Test
  void aTokenInTheSettingItselfIsNotShown() {
    List<String> complaints = tokens("api=s3cret", "far=env:TOKEN").complaints(List.of("api"));

    assertEquals(2, complaints.size());
    assertFalse(complaints.toString().contains("s3cret"));
  }

  private static PprofTokens tokens(String... items) {
    Map<String, String> environment = Map.of("TOKEN", "xyz");
    return new PprofTokens(List.of(items), name -> environment.getOrDefault(name, ""));
  }
}
