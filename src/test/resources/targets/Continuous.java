import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileSource;
import dev.jflare.profile.ContinuousProfiles;
import dev.jflare.profile.Engine;
import dev.jflare.profile.ProfileSpec;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps profiles of the program it belongs to, and leaves them in a folder under the name of each
 * step: {@code Continuous <folder> <engine> always|demand}. Prints what happens.
 */
public final class Continuous {
  private static Path folder;
  private static ContinuousProfiles profiles;

  private Continuous() {}

  public static void main(String[] args) throws Exception {
    folder = Paths.get(args[0]);
    Planted.start();
    Planted.pause(300);
    SelfJvm jvm = new SelfJvm();
    Engine engine = Engine.valueOf(args[1]);
    Function<Path, ProfileSpec> spec =
        work -> ProfileSpec.newBuilder(Duration.ofMinutes(1), work).service("planted").engine(engine).build();
    if (args[2].equals("always")) {
      profiles = ContinuousProfiles.always(jvm, spec);
      profiles.begin();
      always();
    } else {
      profiles = ContinuousProfiles.onDemand(jvm, spec, Duration.ofSeconds(2));
      onDemand();
    }
  }

  private static void always() throws Exception {
    Planted.pause(1_500);
    cumulative("1", false);
    long began = System.nanoTime();
    List<Thread> clients = new ArrayList<>();
    clients.add(client("cpu-a", GoProfile.PROFILE, 2_000));
    clients.add(client("cpu-b", GoProfile.PROFILE, 1_000));
    clients.add(client("allocs-delta", GoProfile.ALLOCS, 2_000));
    clients.add(client("mutex-delta", GoProfile.MUTEX, 2_000));
    clients.add(client("block-delta", GoProfile.BLOCK, 2_000));
    clients.add(client("threadcreate-delta", GoProfile.THREADCREATE, 2_000));
    clients.add(client("goroutine-delta", GoProfile.GOROUTINE, 2_000));
    Planted.pause(700);
    for (int i = 0; i < 20; i++) {
      startPlanted();
    }
    for (Thread client : clients) {
      client.join(60_000);
    }
    System.out.println("clients: " + (System.nanoTime() - began) / 1_000_000 + " ms");
    cumulative("2", true);
    Path window = Files.createDirectory(folder.resolve("window"));
    profiles.window(window, Duration.ofMillis(1_500), "planted");
    Path recording = profiles.recording(Duration.ofMillis(500));
    Files.move(recording, folder.resolve("recording.jfr"));
    Files.delete(recording.getParent());
    if (Boolean.getBoolean("killed")) {
      System.out.println("ready");
      System.out.flush();
      Runtime.getRuntime().halt(0); // nothing is told of it, as when it is killed
    }
    if (Boolean.getBoolean("ends")) {
      return; // in the middle of a session
    }
    profiles.close();
    left();
  }

  private static void onDemand() throws Exception {
    System.out.println("before: recording " + profiles.isRecording());
    Thread first = client("cpu-a", GoProfile.PROFILE, 2_000);
    Planted.pause(500);
    try {
      profiles.take(GoProfile.PROFILE, Duration.ofMillis(100), false);
      System.out.println("second: none");
    } catch (ProfileSource.BusyException e) {
      System.out.println("second: " + e.getMessage());
    }
    first.join(60_000);
    cumulative("1", false);
    System.out.println("while: recording " + profiles.isRecording());
    for (int i = 0; i < 300 && profiles.isRecording(); i++) {
      Planted.pause(100);
    }
    System.out.println("idle: recording " + profiles.isRecording());
    Planted.pause(2_000); // it is not the current one any more, and ends
    left();
    cumulative("2", false);
    profiles.close();
    left();
  }

  private static void cumulative(String step, boolean collect) throws Exception {
    for (GoProfile profile : GoProfile.values()) {
      if (profile != GoProfile.PROFILE) {
        long before = System.nanoTime();
        byte[] bytes = profiles.take(profile, Duration.ZERO, collect && profile == GoProfile.HEAP);
        System.out.println(
            profile.path() + "-" + step + ": " + (System.nanoTime() - before) / 1_000_000 + " ms, "
                + bytes.length + " bytes, count " + profiles.count(profile));
        Files.write(folder.resolve(profile.path() + "-" + step), bytes);
      }
    }
  }

  private static Thread client(String name, GoProfile profile, long millis) {
    Runnable work =
        () -> {
          try {
            Files.write(folder.resolve(name), profiles.take(profile, Duration.ofMillis(millis), false));
          } catch (Exception e) {
            System.out.println(name + " failed: " + e);
          }
        };
    Thread thread = new Thread(work, "client-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void startPlanted() throws Exception {
    Thread thread = new Thread(() -> Planted.pause(1));
    thread.start();
    thread.join();
  }

  private static void left() throws Exception {
    List<String> threads = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("jflare")) {
        threads.add(thread.getName());
      }
    }
    System.out.println("threads left: " + threads);
    List<String> files = new ArrayList<>();
    for (String name : new File(System.getProperty("java.io.tmpdir")).list()) {
      if (name.startsWith("jflare")) {
        files.add(name);
      }
    }
    System.out.println("files left: " + files);
    List<String> descriptors = new ArrayList<>();
    for (File link : new File("/proc/self/fd").listFiles()) {
      try {
        String path = Files.readSymbolicLink(link.toPath()).toString();
        if (path.contains("jflare-profiles")) {
          descriptors.add(path);
        }
      } catch (java.io.IOException closed) {
        // was the one that listed the folder
      }
    }
    System.out.println("descriptors left: " + descriptors);
  }
}
