package dev.jflare.upload;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.util.Locale;

/** How an archive is uploaded: the setting {@code jflare.upload.mode}. */
public enum UploadMode {
  /** {@link #TUS} where the destination offers it and it is worth asking, else {@link #FLARE}. */
  AUTO,
  /** Datadog's form in one POST. */
  FLARE,
  /** Resumable, by tus 1.0.0. */
  TUS,
  /** One PUT to a presigned URL. */
  PUT;

  static UploadMode of(Settings settings) {
    return valueOf(settings.string(Setting.UPLOAD_MODE).toUpperCase(Locale.ROOT));
  }

  /** As it is written in settings and results. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
