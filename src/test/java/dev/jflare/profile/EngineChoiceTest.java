package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineChoiceTest {
  private static final Set<ProfileKind> ALL = EnumSet.allOf(ProfileKind.class);
  private static final Set<ProfileKind> NONE = EnumSet.noneOf(ProfileKind.class);
  private static final Set<ProfileKind> SAMPLED =
      EnumSet.complementOf(EnumSet.of(ProfileKind.BLOCK));

  @Test
  void eachProfileIsOfOneEngine() {
    EngineChoice choice = new EngineChoice(SAMPLED, "", ALL, "");
    assertEquals(SAMPLED, choice.of("async-profiler"));
    assertEquals(EnumSet.of(ProfileKind.BLOCK), choice.of("jfr"));
    assertEquals("it knows waits of every kind", choice.reason(ProfileKind.BLOCK));
    assertEquals(
        "it samples CPU time itself, threads of the JVM included", choice.reason(ProfileKind.CPU));
  }

  @Test
  void jfrStandsInAndSaysWhy() {
    EngineChoice choice = new EngineChoice(NONE, "another profiler is in this process", ALL, "");
    assertEquals(ALL, choice.of("jfr"));
    assertEquals("another profiler is in this process", choice.reason(ProfileKind.CPU));
  }

  @Test
  void whatTheLadderLeftOutIsRecordedByJfr() {
    EngineChoice choice = new EngineChoice(EnumSet.of(ProfileKind.CPU), "", ALL, "");
    assertEquals("jfr", choice.engine(ProfileKind.MUTEX));
    assertEquals("async-profiler does not record it here", choice.reason(ProfileKind.MUTEX));
  }

  @Test
  void withoutJfrSomeProfilesAreEmptyAndSayWhy() {
    EngineChoice choice = new EngineChoice(SAMPLED, "", NONE, "this JVM has no JFR");
    choice.preferJdk(ProfileKind.MUTEX, "virtual threads are in use");
    assertEquals(EnumSet.of(ProfileKind.BLOCK), choice.of("none"));
    assertEquals("this JVM has no JFR", choice.reason(ProfileKind.BLOCK));
    assertEquals("async-profiler", choice.engine(ProfileKind.MUTEX), "a preference needs a choice");
  }

  @Test
  void preferenceDecidesWhereBothCould() {
    EngineChoice choice = new EngineChoice(SAMPLED, "", ALL, "");
    choice.preferJdk(ProfileKind.CPU, "asked for");
    assertEquals("jfr", choice.engine(ProfileKind.CPU));
    assertEquals("asked for", choice.reason(ProfileKind.CPU));
  }
}
