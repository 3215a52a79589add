package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A resumed upload of which all has arrived. */
final class TusArrival implements IntakeArrival {
  private final TusUpload upload;
  private final Path data;
  private final String sha256;

  TusArrival(TusUpload upload, Path data, String sha256) {
    this.upload = upload;
    this.data = data;
    this.sha256 = sha256;
  }

  /** What a form would have had. */
  @Override
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>(upload.metadata());
    fields.remove("filename");
    fields.remove("sha256");
    return fields;
  }

  @Override
  public @Nullable String fileName() {
    return upload.metadata().get("filename");
  }

  @Override
  public long bytes() {
    return upload.length();
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public void moveTo(Path target) throws IOException {
    Files.move(data, target);
  }
}
