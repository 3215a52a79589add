package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaBuildTest {
  @ParameterizedTest
  @CsvSource({
    "1.8.0_504, 8, true, false",
    "11.0.11, 11, false, false",
    "11.0.24, 11, true, true",
    "17, 17, false, false",
    "17.0.15, 17, true, true",
    "19.0.2, 19, false, true",
    "21.0.3-ea, 21, true, true",
    "21.0.2, 21, false, true",
    "25.0.3, 25, true, true",
    "26-internal, 26, true, true",
    "unknown, 0, false, false",
  })
  void version(String text, int feature, boolean methodIds, boolean oldObjects) {
    JavaBuild build = JavaBuild.parse(text);
    assertEquals(feature, build.feature());
    assertEquals(methodIds, build.keepsMethodIds());
    assertEquals(oldObjects, build.samplesOldObjects());
  }
}
