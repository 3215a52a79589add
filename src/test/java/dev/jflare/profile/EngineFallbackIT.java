package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes away what an engine needs, piece by piece, and looks at what is recorded instead. */
class EngineFallbackIT {
  private static final Path JDK = Jdks.running();

  @TempDir static Path classes;
  private static ProfiledPrograms target;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    target = new ProfiledPrograms(classes);
  }

  @Test
  void programThatCrashedIsRecordedWithJfrNextTime() throws Exception {
    Path tmp = folder("tmp");
    List<String> options = List.of("-Djava.io.tmpdir=" + tmp, "-XX:ErrorFile=" + tmp + "/hs_err");
    signalWhileRecording(tmp, options, "SEGV");
    Path left = sentinels(tmp).get(0);
    assertTrue(Files.exists(tmp.resolve("hs_err")), "a real crash");

    Recordings after = record(folder("after"), options);
    assertEquals("jfr", after.engine(ProfileKind.CPU));
    String refusal = after.refusals().get(0);
    assertTrue(refusal.contains("ended while it was recording with it"), refusal);
    assertTrue(refusal.endsWith("to try again, delete " + left), refusal);
    assertEquals(refusal, after.facts().get("engine.cpu.why"));

    Files.delete(left);
    assertEquals(
        "async-profiler", record(folder("again"), options).engine(ProfileKind.CPU), "as it says");
    assertEquals(List.of(), sentinels(tmp));
    assertFalse(Files.exists(left.getParent()), "nothing stays behind a session that ended");
  }

  @Test
  void programThatEndsInTheWindowHasNotCrashed() throws Exception {
    Path tmp = folder("tmp");
    List<String> options = List.of("-Djava.io.tmpdir=" + tmp);
    signalWhileRecording(tmp, options, "TERM");
    assertEquals(List.of(), sentinels(tmp));
    try (Stream<Path> all = Files.list(tmp)) {
      assertEquals(List.of(), all.filter(path -> path.toString().contains(".jflare")).toList());
    }
  }

  @Test
  void libraryIsLoadedFromWhereItMayBeExecuted() throws Exception {
    Path work = folder("work");
    Path home = folder("home");
    assumeMountable();
    String[] noexec = {work.toString(), folder("tmp").toString(), "/var/tmp", "/dev/shm"};
    List<String> options =
        List.of("-Djava.io.tmpdir=" + folder + "/tmp", "-Duser.home=" + home, "-Duser.dir=" + work);
    Recordings recordings = record(work, JDK, options, mounted("remount,bind,noexec", noexec));
    assertEquals(
        "async-profiler", recordings.engine(ProfileKind.CPU), recordings.facts()::toString);
    try (Stream<Path> left = Files.list(home)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void withoutAnyPlaceToLoadFromJfrRecords() throws Exception {
    Path work = folder("work");
    assumeMountable();
    String tmp = folder("tmp").toString();
    String[] noexec = {work.toString(), tmp, "/var/tmp", "/dev/shm"};
    List<String> options =
        List.of("-Djava.io.tmpdir=" + tmp, "-Duser.home=" + tmp, "-Duser.dir=" + work);
    Recordings recordings = record(work, JDK, options, mounted("remount,bind,noexec", noexec));
    assertEquals("jfr", recordings.engine(ProfileKind.CPU));
    String refusal = recordings.refusals().get(0);
    assertTrue(refusal.startsWith("async-profiler cannot be loaded"), refusal);
    assertTrue(refusal.contains("failed to map segment"), refusal);
  }

  @Test
  void readOnlySystemStillHasWhatNeedsTheWorkFolderAlone() throws Exception {
    Path work = folder("work");
    assumeMountable();
    List<String> prefix = mounted("remount,bind,rw", work.toString());
    prefix.set(4, prefix.get(4).replace("exec ", "mount -o remount,bind,ro / && exec "));
    Recordings recordings = record(work, JDK, List.of(), prefix);
    assertEquals(
        "async-profiler", recordings.engine(ProfileKind.CPU), recordings.facts()::toString);
    assertEquals("no safe folder to remember a crash in", recordings.facts().get("crash.sentinel"));
    assertEquals("none", recordings.engine(ProfileKind.BLOCK), recordings.facts()::toString);
  }

  @Test
  void refusedTimerIsReplacedByTheNext() throws Exception {
    Recordings recordings = record(folder, JDK, List.of(), denied("perf_event_open,timer_create"));
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU));
    assertTrue(recordings.facts().get("ap.command").contains("event=itimer,"));
    assertTrue(
        recordings.refusals().get(0).endsWith("Failed to create CPU timer"),
        recordings.refusals()::toString);
    assertFalse(profile(recordings, ProfileKind.CPU).samples().isEmpty());
  }

  @Test
  void withoutAnyTimerTheRestIsStillRecorded() throws Exception {
    List<String> prefix = denied("perf_event_open,timer_create,setitimer");
    Recordings recordings = record(folder, JDK, List.of(), prefix);
    assertEquals("jfr", recordings.engine(ProfileKind.CPU));
    assertEquals("async-profiler", recordings.engine(ProfileKind.SECOND_HEAP));
    assertFalse(profile(recordings, ProfileKind.SECOND_HEAP).samples().isEmpty());
    assertFalse(profile(recordings, ProfileKind.CPU).samples().isEmpty());
  }

  @Test
  void imageWithoutManagementOfJfrIsAskedThroughCommands() throws Exception {
    Path image = image("java.management,jdk.management,jdk.jfr");
    Recordings recordings = record(folder, image, List.of(), List.of());
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU));
    assertEquals("jfr", recordings.engine(ProfileKind.BLOCK), recordings.facts()::toString);
    assertEquals(List.of("this JVM has no FlightRecorder MBean"), recordings.refusals());
    assertTrue(recordings.facts().get("jfr.through").startsWith("diagnostic command jfr"));
    Pprof block = profile(recordings, ProfileKind.BLOCK);
    assertFalse(block.samples().isEmpty());

    Recordings jfr = record(folder("jfr"), image, List.of("-Dengine=JFR"), List.of());
    for (ProfileKind kind : ProfileKind.values()) {
      assertEquals("jfr", jfr.engine(kind));
      assertFalse(profile(jfr, kind).samples().isEmpty(), kind::id);
    }
  }

  @Test
  void imageWithoutJfrHasWhatAsyncProfilerHas() throws Exception {
    Path image = image("java.management,jdk.management");
    Recordings recordings = record(folder, image, List.of(), List.of());
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU));
    assertEquals("async-profiler", recordings.engine(ProfileKind.SECOND_HEAP));
    assertEquals("none", recordings.engine(ProfileKind.BLOCK));
    Pprof block = profile(recordings, ProfileKind.BLOCK);
    assertTrue(block.samples().isEmpty());
    String comments = block.comments().toString();
    assertTrue(comments.contains("not to be had: this JVM has no JFR (module jdk.jfr)"), comments);

    Recordings neither = record(folder("neither"), image, List.of("-Dengine=JFR"), List.of());
    for (ProfileKind kind : ProfileKind.values()) {
      assertEquals("none", neither.engine(kind));
      assertTrue(profile(neither, kind).samples().isEmpty(), kind::id);
    }
    assertTrue(neither.refusals().contains("async-profiler is switched off"));
  }

  @Test
  void imageOfTheBareMinimumIsStillProfiled() throws Exception {
    Recordings recordings = record(folder, image("java.management"), List.of(), List.of());
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU));
    assertFalse(profile(recordings, ProfileKind.SECOND_HEAP).samples().isEmpty());
  }

  private void signalWhileRecording(Path tmp, List<String> options, String signal)
      throws Exception {
    List<String> all = new ArrayList<>(options);
    all.add("-XX:-CreateCoredumpOnCrash");
    List<String> command =
        target.command(JDK, all, "Record", folder("first").toString(), "AUTO", "60000");
    Path output = folder.resolve("first.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!recording(tmp) && process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertTrue(recording(tmp), () -> "does not record: " + output);
      Command.run("kill", "-" + signal, Long.toString(process.pid()));
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the signal ends it");
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean recording(Path tmp) throws Exception {
    for (Path file : sentinels(tmp)) {
      if (Files.readString(file).contains("recording with it")) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> sentinels(Path tmp) throws Exception {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(tmp)) {
      all.filter(Files::isRegularFile)
          .filter(file -> file.getParent().toString().contains(".jflare-crash-"))
          .forEach(files::add);
    }
    return files;
  }

  private Recordings record(Path work, List<String> options) throws Exception {
    return record(work, JDK, options, List.of());
  }

  private Recordings record(Path work, Path home, List<String> options, List<String> prefix)
      throws Exception {
    String engine = options.contains("-Dengine=JFR") ? "JFR" : "AUTO";
    List<String> command = new ArrayList<>(prefix);
    command.addAll(target.command(home, options, "Record", work.toString(), engine, "1000"));
    Command.run(command);
    return Recordings.load(work);
  }

  private Path folder(String name) throws Exception {
    return Files.createDirectories(folder.resolve(name));
  }

  private static Pprof profile(Recordings recordings, ProfileKind kind) throws Exception {
    Map<ProfileKind, byte[]> profiles = RecordingToPprof.convert(recordings);
    PprofRules.check(profiles.get(kind));
    return PprofReader.read(profiles.get(kind));
  }

  private Path image(String modules) throws Exception {
    assumeTrue(Files.isExecutable(JDK.resolve("bin/jlink")), "no jlink here");
    assumeTrue(Files.isDirectory(JDK.resolve("jmods")), "this JDK has no modules to link");
    Path image = folder.resolve("image");
    Command.run(
        List.of(
            JDK.resolve("bin/jlink").toString(),
            "--add-modules",
            modules,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output",
            image.toString()));
    return image;
  }

  /** Runs what follows in a mount namespace of its own, where these folders are mounted so. */
  private static List<String> mounted(String options, String... folders) {
    StringBuilder script = new StringBuilder("mount --make-rprivate / && ");
    for (String folder : folders) {
      script.append("mount --bind ").append(folder).append(' ').append(folder).append(" && ");
      script.append("mount -o ").append(options).append(' ').append(folder).append(" && ");
    }
    script.append("exec \"$0\" \"$@\"");
    return new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script.toString()));
  }

  private static void assumeMountable() {
    assumeTrue(Command.isHere("unshare"), "no unshare here");
    try {
      Command.run("unshare", "-m", "sh", "-c", "mount --make-rprivate / && mount --bind /tmp /tmp");
    } catch (Exception | AssertionError refused) {
      assumeTrue(false, "mounts are not allowed here: " + refused.getMessage());
    }
  }

  /** Runs what follows without these system calls. */
  private static List<String> denied(String calls) throws Exception {
    assumeTrue(Command.isHere("python3"), "no python3 here to set the filter");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the filter is for x86_64");
    Path script = Path.of(EngineFallbackIT.class.getResource("/sandbox/deny.py").toURI());
    List<String> prefix = List.of("python3", script.toString(), calls);
    try {
      List<String> probe = new ArrayList<>(prefix);
      probe.add("true");
      Command.run(probe);
    } catch (AssertionError refused) {
      assumeTrue(false, "no seccomp filters here: " + refused.getMessage());
    }
    return prefix;
  }
}
