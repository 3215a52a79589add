import dev.jflare.log.Log;
import dev.jflare.profile.Engine;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.RecordingSession;
import dev.jflare.profile.Recordings;
import dev.jflare.time.Deadline;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import javax.management.ObjectName;

/**
 * Records the program it belongs to: {@code Record <folder> <engine> <window millis>
 * [interrupt]}. After an interrupt it records again, into the folder {@code again}, to show that
 * nothing was left running.
 */
public final class Record {
  private Record() {}

  public static void main(String[] args) throws Exception {
    Planted.start();
    if (Boolean.getBoolean("virtual")) {
      Runnable endless = () -> { while (true) { Planted.pause(10); Planted.burnCpu(); } };
      Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, endless);
    }
    Planted.pause(300);
    if (Boolean.getBoolean("left")) {
      Leftovers before = new Leftovers();
      once(args[0], args[1], Long.parseLong(args[2]));
      before.printNew(new Leftovers());
      return;
    }
    if (args.length < 4) {
      once(args[0], args[1], Long.parseLong(args[2]));
      return;
    }
    Thread recorder = start(args[0], args[1], Long.parseLong(args[2]));
    for (int i = 0; i < 300 && !Paths.get(args[0], "ap.jfr").toFile().exists(); i++) {
      Planted.pause(100); // until async-profiler runs, which takes long where the machine is busy
    }
    Planted.pause(1_000);
    recorder.interrupt();
    recorder.join(10_000);
    System.out.println("ended: " + !recorder.isAlive());
    Object running =
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(new ObjectName("jdk.management.jfr:type=FlightRecorder"), "Recordings");
    System.out.println("running: " + Array.getLength(running));
    once(Paths.get(args[0], "again").toString(), args[1], 500);
  }

  /** Runs a whole session on a thread of its own, which is gone when this returns. */
  public static void once(String folder, String engine, long windowMillis) throws Exception {
    start(folder, engine, windowMillis).join(60_000);
  }

  private static Thread start(String folder, String engine, long windowMillis) {
    Thread recorder =
        new Thread(() -> record(Paths.get(folder), engine, windowMillis), "jflare-profile");
    recorder.setDaemon(true);
    recorder.start();
    return recorder;
  }

  private static void record(Path folder, String engine, long windowMillis) {
    ProfileSpec.Builder builder =
        ProfileSpec.newBuilder(Duration.ofMillis(windowMillis), folder)
            .service("busy")
            .engine(Engine.valueOf(engine));
    ProfileSpec spec =
        Boolean.getBoolean("cpuTimeSamples") ? builder.cpuTimeSamples().build() : builder.build();
    try {
      Deadline deadline = Deadline.after(Duration.ofSeconds(60));
      Recordings recordings =
          new RecordingSession().record(spec, new SelfJvm(), deadline, Log.NONE);
      System.out.println("recorded: " + recordings.engine(dev.jflare.profile.ProfileKind.CPU)
          + ", interrupted: " + Thread.interrupted());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
