package dev.jflare.agent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Jdks;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipFile;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent that was started with the JVM, driven as an operator would: over a remote JMX
 * connection.
 */
class ResidentAgentIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path output;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void flaresComeOverJmx_andNothingStays(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature);
    try (Resident resident = new Resident(feature, "jflare.output=" + output)) {
      MBeanServerConnection jmx = resident.connect();
      ObjectName bean = resident.awaitBean();
      assertEquals("idle", jmx.getAttribute(bean, "State"));
      assertEquals(null, jmx.getAttribute(bean, "LastFlare"));
      Set<String> threads = threads(jmx);

      String archive = (String) call(jmx, bean, "collect", 0);
      assertTrue(Files.isRegularFile(Path.of(archive)), archive);
      Set<String> names = names(Path.of(archive));
      for (String expected :
          List.of(
              "manifest.json",
              "status.log",
              "jvm/threads-3.txt",
              "jvm/system-properties.txt",
              "os/limits.txt",
              "envvars.log")) {
        assertTrue(names.contains(expected), expected + " is not among " + names);
      }
      CompositeData last = (CompositeData) jmx.getAttribute(bean, "LastFlare");
      assertEquals(archive, last.get("archive"));
      assertEquals("done", last.get("state"));

      String id = (String) call(jmx, bean, "start", 2, "", "", false);
      String busy = assertThrows(Exception.class, () -> call(jmx, bean, "collect", 0)).toString();
      assertTrue(busy.contains("one flare at a time") && busy.contains(id), busy);
      assertTrue(((String) jmx.getAttribute(bean, "State")).startsWith("running: flare " + id));
      String status = awaitEnd(jmx, bean, id);
      assertTrue(status.contains("\"state\":\"done\""), status);
      assertArrayEquals(Files.readAllBytes(newest(archive)), readOverJmx(jmx, bean, id));
      Set<String> profiled = names(newest(archive));
      for (String kind : List.of("1st-heap", "cpu", "2nd-heap", "mutex", "block")) {
        assertTrue(
            profiled.contains("profiles/Busy-" + kind + ".pprof"),
            kind + " is not among " + profiled);
      }

      awaitSame(threads, jmx);
      try (var left = Files.list(output)) {
        assertEquals(2, left.count(), "something was left beside the two archives");
      }
      assertEquals(
          "", resident.target.stderr().replaceAll("(?m)^(WARNING|OpenJDK 64-Bit).*\n", "").strip());
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {17, 25})
  void aFlareOfAJvmThatKeepsProfilesHoldsTheMinutesBefore(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature);
    try (Resident resident =
        new Resident(feature, "jflare.profile.continuous=true,jflare.output=" + output)) {
      MBeanServerConnection jmx = resident.connect();
      ObjectName bean = resident.awaitBean();
      for (int i = 0; i < 2; i++) {
        Set<String> names = names(Path.of((String) call(jmx, bean, "collect", 1)));
        for (String kind : List.of("before-cpu", "1st-heap", "cpu", "2nd-heap", "mutex", "block")) {
          assertTrue(
              names.contains("profiles/Busy-" + kind + ".pprof"), kind + " is not among " + names);
        }
        assertTrue(names.contains("profiles/Busy.jfr"), names::toString);
        assertTrue(threads(jmx).contains("jflare-profiles"), "it goes on after the flare");
      }
    }
  }

  @Test
  void aRunningFlareCanBeCancelled_andKeepsWhatItHas() throws Exception {
    try (Resident resident = new Resident(17, "jflare.output=" + output)) {
      MBeanServerConnection jmx = resident.connect();
      ObjectName bean = resident.awaitBean();
      String id = (String) call(jmx, bean, "start", 120, "", "", false);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
      call(jmx, bean, "cancel", id);
      String status = awaitEnd(jmx, bean, id);
      assertTrue(status.contains("\"state\":\"cancelled\""), status);
      assertTrue(status.contains("\"complete\":false"), status);
      assertEquals("idle", jmx.getAttribute(bean, "State"));
    }
  }

  @Test
  void wrongUseIsAnsweredWithTheCause() throws Exception {
    try (Resident resident = new Resident(17, "jflare.output=" + output)) {
      MBeanServerConnection jmx = resident.connect();
      ObjectName bean = resident.awaitBean();
      assertCause("there is no flare nonsense", () -> call(jmx, bean, "status", "nonsense"));
      assertCause("--profile -5", () -> call(jmx, bean, "collect", -5));
      assertCause(
          "there is no archive /none.zip", () -> call(jmx, bean, "send", "/none.zip", "", ""));
      String id = (String) call(jmx, bean, "start", 0, "", "", false);
      awaitEnd(jmx, bean, id);
      assertCause("0 or more was expected", () -> call(jmx, bean, "read", id, -1L, 10));
      assertEquals(0, ((byte[]) call(jmx, bean, "read", id, 1L << 40, 10)).length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "skip_ssl_validation=perhaps",
        "no-pair",
        "nonsense_key=1",
        "jflare.output=/no/such/folder"
      })
  void wrongOptionsAreNamed_andTheHostStartsAllTheSame(String options) throws Exception {
    try (Resident resident = new Resident(17, options)) {
      MBeanServerConnection jmx = resident.connect();
      ObjectName bean = resident.awaitBean();
      String state = (String) jmx.getAttribute(bean, "State");
      String named = options.replaceAll("=.*", "");
      assertTrue(state.startsWith("misconfigured: ") && state.contains(named), state);
      assertTrue(
          resident.target.stderr().contains("jflare: ") && resident.target.stderr().contains(named),
          resident.target.stderr());
      assertCause(named, () -> call(jmx, bean, "collect", 0));
    }
  }

  @Test
  void optionsCanStandInAFile() throws Exception {
    Path file =
        Files.writeString(
            output.resolve("jflare.yaml"),
            "jflare:\n  output: " + output + "\nsite: datadoghq.eu\n");
    try (Resident resident = new Resident(17, "@" + file)) {
      MBeanServerConnection jmx = resident.connect();
      String archive = (String) call(jmx, resident.awaitBean(), "collect", 0);
      assertEquals(output, Path.of(archive).getParent());
    }
  }

  @Test
  void atRestNothingOfTheCoreIsLoaded() throws Exception {
    try (Resident resident = new Resident(17, "")) {
      resident.connect();
      resident.awaitBean();
      Process jcmd =
          new ProcessBuilder(
                  Jdks.running().resolve("bin/jcmd").toString(),
                  "" + resident.target.pid(),
                  "GC.class_histogram",
                  "-all")
              .redirectErrorStream(true)
              .start();
      String histogram = new String(jcmd.getInputStream().readAllBytes());
      assertTrue(histogram.contains("java.lang.String"), histogram);
      for (String heavy :
          List.of("dev.jflare.inside", "dev.jflare.shaded", "com.fasterxml", "one.profiler")) {
        assertFalse(histogram.contains(heavy), heavy);
      }
    }
  }

  private static Object call(
      MBeanServerConnection jmx, ObjectName bean, String operation, Object... arguments)
      throws Exception {
    String[] types = new String[arguments.length];
    for (int i = 0; i < types.length; i++) {
      Class<?> type = arguments[i].getClass();
      types[i] =
          type == Integer.class
              ? "int"
              : type == Long.class ? "long" : type == Boolean.class ? "boolean" : type.getName();
    }
    return jmx.invoke(bean, operation, arguments, types);
  }

  private static void assertCause(String part, Executable call) {
    String message = assertThrows(Exception.class, call).toString();
    assertTrue(message.contains(part), message);
  }

  private static String awaitEnd(MBeanServerConnection jmx, ObjectName bean, String id)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String status;
    do {
      LockSupport.parkNanos(100_000_000);
      status = (String) call(jmx, bean, "status", id);
    } while (status.matches(".*\"(running|cancelling)\".*") && System.nanoTime() < end);
    return status;
  }

  private static byte[] readOverJmx(MBeanServerConnection jmx, ObjectName bean, String id)
      throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] piece;
    do {
      piece = (byte[]) call(jmx, bean, "read", id, (long) all.size(), 10_000);
      all.write(piece);
    } while (piece.length > 0);
    return all.toByteArray();
  }

  private Path newest(String other) throws Exception {
    try (var files = Files.list(output)) {
      return files
          .filter(file -> file.toString().endsWith(".zip") && !file.toString().equals(other))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Set<String> names(Path archive) throws Exception {
    Set<String> names = new HashSet<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      zip.stream()
          .forEach(entry -> names.add(entry.getName().substring(entry.getName().indexOf('/') + 1)));
    }
    return names;
  }

  /** The names of our threads and of what a flare could have started, in the target. */
  private static Set<String> threads(MBeanServerConnection jmx) throws Exception {
    ObjectName threading = new ObjectName("java.lang:type=Threading");
    Set<String> names = new HashSet<>();
    for (Object info :
        (Object[])
            jmx.invoke(
                threading,
                "dumpAllThreads",
                new Object[] {false, false},
                new String[] {"boolean", "boolean"})) {
      names.add((String) ((CompositeData) info).get("threadName"));
    }
    names.removeIf(
        name ->
            name.matches(
                "RMI .*|JMX server.*|.*Attach Listener.*|JFR .*|process reaper.*|Common-Cleaner"));
    return names;
  }

  private static void awaitSame(Set<String> before, MBeanServerConnection jmx) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    Set<String> left;
    do {
      left = threads(jmx);
      left.removeAll(before);
      LockSupport.parkNanos(100_000_000);
    } while (!left.isEmpty() && System.nanoTime() < end);
    assertEquals(Set.of(), left, "threads that were not there before");
  }
}
