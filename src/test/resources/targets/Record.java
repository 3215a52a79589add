import dev.jflare.log.Log;
import dev.jflare.profile.Engine;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.RecordingSession;
import dev.jflare.time.Deadline;
import java.nio.file.Paths;
import java.time.Duration;

/** Records the program it belongs to: {@code Record <folder> <engine> <window millis>}. */
public final class Record {
  private Record() {}

  public static void main(String[] args) throws Exception {
    Busy.start();
    Busy.pause(300);
    ProfileSpec spec =
        ProfileSpec.newBuilder(Duration.ofMillis(Long.parseLong(args[2])), Paths.get(args[0]))
            .service("busy")
            .engine(Engine.valueOf(args[1]))
            .build();
    Deadline deadline = Deadline.after(Duration.ofSeconds(60));
    new RecordingSession().record(spec, new SelfJvm(), deadline, Log.NONE);
  }
}
