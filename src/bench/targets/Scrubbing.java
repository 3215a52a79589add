import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.scrub.TextKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;

/** Scrubs a file with the default rules: {@code Scrubbing <file> <out>}. */
public final class Scrubbing {
  private Scrubbing() {}

  public static void main(String[] args) throws IOException {
    try (InputStream in = Files.newInputStream(Paths.get(args[0]));
        OutputStream out = Files.newOutputStream(Paths.get(args[1]))) {
      Scrubber.of(ScrubSettings.defaults()).scrub(TextKind.TEXT, in, out);
    }
  }
}
