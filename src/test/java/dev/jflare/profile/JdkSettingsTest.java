package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JdkSettingsTest {
  @Test
  void blockAloneAsksForWaitsAndNothingElse() {
    JdkSettings settings = settings("17.0.15", 10_000, EnumSet.of(ProfileKind.BLOCK));
    assertEquals(
        Set.of("jdk.JavaMonitorEnter", "jdk.JavaMonitorWait", "jdk.ThreadPark"), settings.events());
    assertEquals("1000000 ns", settings.asMap().get("jdk.ThreadPark#threshold"));
    assertEquals("true", settings.asMap().get("jdk.ThreadPark#stackTrace"));
  }

  @Test
  void thresholdFollowsTheBlockingRateButNotBelowAMillisecond() {
    Set<ProfileKind> block = EnumSet.of(ProfileKind.BLOCK);
    assertEquals(1_000_000, settings("17.0.15", 1, block).thresholdNanos());
    assertEquals(20_000_000, settings("17.0.15", 20_000_000, block).thresholdNanos());
  }

  @Test
  void allocationEventsFollowTheVersion() {
    Set<ProfileKind> heap = EnumSet.of(ProfileKind.FIRST_HEAP, ProfileKind.SECOND_HEAP);
    assertEquals(
        Set.of("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB"),
        settings("1.8.0_504", 1, heap).events());
    assertEquals(
        Set.of("jdk.ObjectAllocationSample", "jdk.OldObjectSample"),
        settings("17.0.15", 1, heap).events());
  }

  @Test
  void cpuTimeIsSampledOnlyWhenAskedFor() {
    Set<ProfileKind> cpu = EnumSet.of(ProfileKind.CPU);
    assertEquals(Set.of("jdk.ExecutionSample"), settings("25", 1, cpu).events());
    JdkSettings asked = new JdkSettings(JavaBuild.parse("25"), 1).samplingCpuTime().with(cpu);
    assertEquals(Set.of("jdk.CPUTimeSample"), asked.events());
    assertEquals("true", asked.asMap().get("jdk.CPUTimeSamplesLost#enabled"));
  }

  @Test
  void eventsOfTheProgramAreSwitchedOff() {
    Map<String, String> settings =
        settings("17.0.15", 1, EnumSet.of(ProfileKind.CPU))
            .without(List.of("com.shop.CardPaid", "jdk.GarbageCollection"))
            .asMap();
    assertEquals("false", settings.get("com.shop.CardPaid#enabled"));
    assertFalse(settings.containsKey("jdk.GarbageCollection#enabled"));
  }

  private static JdkSettings settings(String version, long rate, Set<ProfileKind> kinds) {
    return new JdkSettings(JavaBuild.parse(version), rate).with(kinds);
  }
}
