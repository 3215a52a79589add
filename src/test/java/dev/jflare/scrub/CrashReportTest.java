package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CrashReportTest {
  private static Stream<Arguments> lines() {
    return Stream.of(
        object("RAX=0x00000000ffe877a8 is an oop: java.lang.String ", "="),
        object("{0x00000000ffe877a8} - klass: 'java/lang/String'", "="),
        object(" - string: \"wombat\"", " - string: ********"),
        object("of a second line", "********"),
        object(" -   0: 77 w", " -   0: ********"),
        object(" - length: 6", "="),
        object(
            "R9 =0x1f points into unknown readable memory: 0x77 | 6d",
            "R9 =0x1f points into unknown readable memory: ********"),
        object("RAX=0x1f is an oop: \"wombat\"", "RAX=0x1f is an oop: ********"),
        object("stack at sp + 6 slots: 0x1f is an oop: [B ", "="),
        object("method entry point (kind = native)  [0x1f, 0x2f]  16 bytes", "="),
        of(
            "Top of Stack: (sp=0x1f)",
            "0x00007f8e:   00000000431db688 77",
            "0x00007f8e:   ********"),
        of("Instructions: (pc=0x1f)", "=>0x00007f8e:   4d 89 75 00", "=>0x00007f8e:   ********"),
        of(
            "Registers:",
            "RAX=0x00007f8e3adfe6b0, RBX=0x6f6d626174776f6d",
            "RAX=0x00007f8e3adfe6b0, RBX=********"),
        of(
            "Registers:",
            "XMM[4]=0x725f676e616c5f61 0x0000000000000001",
            "XMM[4]=******** ********"),
        of("Environment Variables:", "SOME_NAME=wombat", "SOME_NAME=********"),
        of("Environment Variables:", "LANG=C.UTF-8", "="),
        of(
            "Environment Variables:",
            "JAVA_TOOL_OPTIONS=-Da.password=wombat -Xmx1g",
            "JAVA_TOOL_OPTIONS=-Da.password=******** -Xmx1g"),
        of(
            "VM Arguments:",
            "java_command: App --token wombat --port 80",
            "java_command: App --token ******** --port 80"),
        of(
            "VM Arguments:",
            "jvm_args: -Dclient.secret=wombat -Xmx1g",
            "jvm_args: -Dclient.secret=******** -Xmx1g"));
  }

  private static Arguments object(String line, String expected) {
    return of("Register to memory mapping:", line, expected);
  }

  private static Arguments of(String title, String line, String expected) {
    return Arguments.of(title, line, expected.equals("=") ? line : expected);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineOfASection(String title, String line, String expected) throws IOException {
    assertEquals(title + "\n" + expected + "\n", scrubbed(title + "\n" + line + "\n"));
  }

  @Test
  void behindASection_theSameWordsStay() throws IOException {
    String text = "Top of Stack: (sp=0x1f)\n\n0x00007f8e:   00000000431db688\n";
    assertEquals(text, scrubbed(text));
  }

  @Test
  void aLineWithoutEnd_needsNoMoreMemory() throws IOException {
    String text = "Top of Stack: (sp=0x1f)\n" + "secret words ".repeat(100_000);
    assertFalse(scrubbed(text).contains("secret words"));
  }

  private static String scrubbed(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Scrubber.of(ScrubSettings.defaults())
        .scrub(TextKind.CRASH, new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }
}
