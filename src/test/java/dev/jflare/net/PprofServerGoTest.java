package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.log.Log;
import dev.jflare.route.ServeSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.SideBySide;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Go program and the server, asked the same. */
class PprofServerGoTest {
  @TempDir Path folder;

  @Test
  void theServerAnswersAsGoDoes() throws Exception {
    Path program = GoProgram.build("pprofserver", folder);
    Map<String, String> options =
        Map.of("jflare.pprof.listen", "127.0.0.1:0", "jflare.pprof.max_window", "5s");
    ServeSettings settings = ServeSettings.of(Settings.load(options, Map.of(), null));
    try (GoProgram go = GoProgram.start(program, "5s");
        PprofServer server = PprofServer.start(settings, new CannedProfiles(folder), Log.NONE)) {
      assertEquals(List.of(), new SideBySide(go.address(), server.address()).differences());
    }
  }
}
