package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartPartTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "null",
      value = {
        "a field                | form-data; name=\"email\"                              | email | null",
        "a file                 | form-data; name=\"f\"; filename=\"a b.zip\"            | f     | a b.zip",
        "without quotes         | form-data; name=f; filename=a.zip                      | f     | a.zip",
        "other order, no spaces | form-data;filename=\"a.zip\";name=\"f\"                | f     | a.zip",
        "upper case             | FORM-DATA; NAME=\"f\"; FileName=\"a.zip\"              | f     | a.zip",
        "escaped quote          | form-data; name=\"f\"; filename=\"a\\\"b\\\\c\"        | f     | a\"b\\c",
        "a Windows path         | form-data; name=\"f\"; filename=\"C:\\dir\\a.zip\"     | f     | C:\\dir\\a.zip",
        "semicolon in quotes    | form-data; filename=\"x; name=y.zip\"; name=\"f\"      | f     | x; name=y.zip",
        "equals in quotes       | form-data; name=\"f\"; filename=\"a=b\"                | f     | a=b",
        "UTF-8                  | form-data; name=\"f\"; filename=\"größe.zip\"          | f     | größe.zip",
        "the extended form      | form-data; name=\"f\"; filename*=UTF-8''b.zip          | f     | null",
        "an empty file name     | form-data; name=\"f\"; filename=\"\"                   | f     | ``",
        "an open quote          | form-data; name=\"f\"; filename=\"a.zip                | f     | a.zip",
      })
  void contentDisposition_isRead(String title, String value, String name, String fileName)
      throws MultipartException {
    String head = "Content-Type: text/plain\r\ncontent-disposition: " + value + "\r\n\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    MultipartPart part = MultipartPart.of(bytes, bytes.length);
    assertEquals(name, part.name());
    assertEquals(fileName, part.fileName());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "multipart/form-data; boundary=abc               | abc",
        "multipart/form-data; boundary=\"a b\"           | a b",
        "Multipart/Form-Data; charset=utf-8; Boundary=-x | -x",
        "multipart/form-data; boundary=a; charset=utf-8  | a",
      })
  void boundary_isRead(String contentType, String boundary) throws MultipartException {
    assertEquals(boundary, MultipartPart.boundary(contentType));
  }

  @Test
  void noForm_isRefused() {
    for (String wrong :
        new String[] {
          null,
          "",
          "application/json",
          "multipart/form-data",
          "multipart/form-data; boundary=",
          "multipart/form-data; boundary=" + "x".repeat(71),
          "multipart/form-data; boundary=\"a\rb\"",
        }) {
      assertThrows(MultipartException.class, () -> MultipartPart.boundary(wrong), wrong);
    }
  }
}
