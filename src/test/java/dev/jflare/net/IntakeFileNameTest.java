package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeFileNameTest {
  @ParameterizedTest(name = "[{0}]")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "null",
      value = {
        "jflare-2026-01-02T03-04-05Z-17.zip | jflare-2026-01-02T03-04-05Z-17.zip",
        "../../etc/passwd                   | passwd",
        "/etc/cron.d/x                      | x",
        "..\\..\\windows\\win.ini           | win.ini",
        "..                                 | flare.zip",
        ".                                  | flare.zip",
        "a/..                               | flare.zip",
        "dir/                               | flare.zip",
        "null                               | flare.zip",
        "``                                 | flare.zip",
        ".bashrc                            | bashrc",
        "a b;c$(x).zip                      | a_b_c__x_.zip",
        "größe.zip                          | gr__e.zip",
        "form.json                          | flare-form.json",
        "FORM-12.json                       | flare-FORM-12.json",
      })
  void clean_leavesOnlyAPlainName(String sent, String expected) {
    assertEquals(expected, IntakeFileName.clean(sent));
  }

  @Test
  void clean_dropsControlCharactersAndZeroBytes() {
    assertEquals("a_b_c.zip", IntakeFileName.clean("a\0b\nc.zip"));
  }

  @Test
  void clean_cutsLongNamesAndKeepsTheExtension() {
    String cut = IntakeFileName.clean("x".repeat(500) + ".zip");
    assertEquals(IntakeFileName.MAX_LENGTH, cut.length());
    assertTrue(cut.endsWith("x.zip"), cut);
    assertEquals(IntakeFileName.MAX_LENGTH, IntakeFileName.clean("a." + "y".repeat(500)).length());
  }

  @Test
  void numbered_goesBeforeTheExtension() {
    assertEquals("a.zip", IntakeFileName.numbered("a.zip", 1));
    assertEquals("a-2.zip", IntakeFileName.numbered("a.zip", 2));
    assertEquals("a-3", IntakeFileName.numbered("a", 3));
  }
}
