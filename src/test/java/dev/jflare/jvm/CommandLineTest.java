package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @ParameterizedTest
  @CsvSource({
    "java Main a b, Main, a b",
    "java -cp x.jar Main, Main, ''",
    "java -Xmx1g -jar app.jar --port 1, app.jar, --port 1",
    "java -p mods -m app/app.Main x, app/app.Main, x",
    "java --module=app/app.Main x, app/app.Main, x",
    "java --add-opens java.base/java.lang=ALL-UNNAMED -jar a.jar, a.jar, ''",
    "/opt/jdk/bin/java -Dx=-jar Main -jar, Main, -jar",
    "java @args Main, Main, ''"
  })
  void program(String line, String program, String arguments) {
    CommandLine command = CommandLine.parse(Arrays.asList(line.split(" ")));
    assertEquals(program, command.program());
    assertEquals(arguments, String.join(" ", command.programArguments()));
  }

  @Test
  void aProgramInAnArgumentFile_isUnknown() {
    assertNull(CommandLine.parse(List.of("java", "@args")).program());
    assertNull(CommandLine.parse(List.of()).program());
  }

  @Test
  void theLastPropertyCounts_andOnlyBeforeTheProgram() {
    CommandLine command =
        CommandLine.parse(List.of("java", "-Da=1", "-Da=2", "-Dab=3", "Main", "-Da=4"));
    assertEquals("2", command.property("a"));
    assertNull(command.property("b"));
    assertEquals(
        "/e.log", CommandLine.parse(List.of("java", "-XX:ErrorFile=/e.log")).flag("ErrorFile"));
  }
}
