package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactCommandTest {
  private static final String SECRET = "hunter2hunter2";

  @TempDir Path folder;

  @Test
  void aTextGoesToStandardOutput() throws IOException {
    file("app.log", "fine\nuser=bob password=" + SECRET + " in\n");
    CommandLineRun run = run();
    assertEquals(ExitCode.OK, run.run("redact", "app.log"));
    assertEquals("fine\nuser=bob password=******** in\n", run.out());
    assertEquals(List.of("app.log"), names());
  }

  @Test
  void whatIsPipedIn_isScrubbedToo() {
    CommandLineRun run = run().typing("password=" + SECRET, "fine");
    assertEquals(ExitCode.OK, run.run("redact", "-"));
    assertEquals("password=********\nfine", run.out());
  }

  @Test
  void explain_saysWhichRuleHitWhere_andNeverTheValue() throws IOException {
    file("app.yaml", "name: x\ndb:\n  password: " + SECRET + "\n");
    CommandLineRun run = run();
    assertEquals(ExitCode.OK, run.run("redact", "app.yaml", "--explain", "-o", "clean.yaml"));
    assertTrue(
        run.out().startsWith("app.yaml:3: password key (password): db.password: ********"),
        run.out());
    assertTrue(run.out().endsWith(folder.resolve("clean.yaml") + "\n"), run.out());
    assertFalse((run.out() + run.err()).contains(SECRET));
    assertFalse(Files.readString(folder.resolve("clean.yaml")).contains(SECRET));

    CommandLineRun piped = run();
    assertEquals(ExitCode.OK, piped.run("redact", "app.yaml", "--explain", "-o", "-"));
    assertFalse(Files.exists(folder.resolve("-")));
    assertTrue(piped.err().contains("app.yaml:3: password key"), piped.err());
    assertTrue(piped.out().contains("name: x"), piped.out());
  }

  @Test
  void json_hasTheHitsAndTheResult() throws IOException {
    file("app.log", "password=" + SECRET + "\n");
    CommandLineRun run = run();
    assertEquals(ExitCode.OK, run.run("redact", "app.log", "--explain", "--json"));
    JsonNode hit = run.events().get(0);
    assertEquals("masked", hit.get("event").textValue());
    assertEquals("app.log:1", hit.get("at").textValue());
    assertEquals(1, hit.get("rules").get("password").intValue());
    assertEquals(
        folder.resolve("app-redacted.log").toString(), run.result().get("output").textValue());
    assertEquals(0, run.result().get("leaks").size());
  }

  @Test
  void aConfiguration_bringsItsOwnKeys() throws IOException {
    file("app.log", "shoe_size: " + SECRET + "\n");
    file("jflare.yaml", "scrubber:\n  additional_keys: [shoe_size]\n");
    CommandLineRun run = run();
    assertEquals(ExitCode.OK, run.run("redact", "app.log", "-c", "jflare.yaml"));
    assertEquals("shoe_size: \"********\"\n", run.out());
  }

  @Test
  void whatCannotBeMasked_leavesNothing() throws IOException {
    Files.write(folder.resolve("tool.bin"), new byte[] {0, 1, 2});
    Files.write(folder.resolve("a.jfr"), ("FLR\0" + SECRET).getBytes("UTF-8"));
    for (String name : List.of("tool.bin", "a.jfr")) {
      CommandLineRun run = run();
      assertEquals(ExitCode.NOTHING_COLLECTED, run.run("redact", name, "-o", "out"));
      assertTrue(run.err().contains(name + " cannot be masked: "), run.err());
    }
    assertEquals(List.of("a.jfr", "tool.bin"), names());
  }

  @Test
  void wrongUsage_isNamed() throws IOException {
    file("app.log", "fine\n");
    file("there", "fine\n");
    for (String[] line :
        new String[][] {
          {"redact"},
          {"redact", "nowhere"},
          {"redact", "app.log", "-o", "there"},
          {"redact", "app.log", "-o", "app.log", "-f"},
          {"redact", "app.log", "-o", "no/folder"}
        }) {
      assertEquals(ExitCode.USAGE, run().run(line), String.join(" ", line));
    }
    assertEquals(ExitCode.OK, run().run("redact", "app.log", "-o", "there", "-f"));
  }

  @Test
  void theRulesAreListed() {
    CommandLineRun run = run();
    assertEquals(ExitCode.OK, run.run("redact", "--list-rules"));
    assertTrue(run.out().contains("github"), run.out());
    assertTrue(run.out().contains("source: https://"), run.out());
    CommandLineRun json = run();
    assertEquals(ExitCode.OK, json.run("redact", "--list-rules", "--json"));
    assertTrue(json.result().get("rules").size() > 50);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private CommandLineRun run() {
    return new CommandLineRun().folder(folder);
  }
}
