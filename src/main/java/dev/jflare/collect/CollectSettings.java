package dev.jflare.collect;

import dev.jflare.lang.Nullable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a user may say about collecting. Immutable. */
public final class CollectSettings {
  /** Everything at its default. */
  public static final CollectSettings DEFAULT = new Builder().build();

  private final Duration threadSpacing;
  private final Duration topThreadsWindow;
  private final List<String> logGlobs;
  private final List<String> confGlobs;
  private final long fileCapBytes;
  private final long totalCapBytes;
  private final @Nullable Path ownFolder;

  private CollectSettings(Builder builder) {
    threadSpacing = builder.threadSpacing;
    topThreadsWindow = builder.topThreadsWindow;
    logGlobs = Collections.unmodifiableList(new ArrayList<>(builder.logGlobs));
    confGlobs = Collections.unmodifiableList(new ArrayList<>(builder.confGlobs));
    fileCapBytes = builder.fileCapBytes;
    totalCapBytes = builder.totalCapBytes;
    ownFolder = builder.ownFolder;
  }

  /** Time between two thread dumps. */
  public Duration threadSpacing() {
    return threadSpacing;
  }

  /** Time between the two looks at the CPU use of threads. */
  public Duration topThreadsWindow() {
    return topThreadsWindow;
  }

  /** More log files, as the target sees paths; relative ones from its working directory. */
  public List<String> logGlobs() {
    return logGlobs;
  }

  /** More configuration files, likewise. */
  public List<String> confGlobs() {
    return confGlobs;
  }

  /** At most so much of one log file: its end. */
  public long fileCapBytes() {
    return fileCapBytes;
  }

  /** At most so much of all log files together. */
  public long totalCapBytes() {
    return totalCapBytes;
  }

  /** Our own working folder, of which nothing is collected; null without one. */
  public @Nullable Path ownFolder() {
    return ownFolder;
  }

  /** Settings from defaults. */
  public static final class Builder {
    private Duration threadSpacing = Duration.ofSeconds(2);
    private Duration topThreadsWindow = Duration.ofSeconds(1);
    private List<String> logGlobs = Collections.emptyList();
    private List<String> confGlobs = Collections.emptyList();
    private long fileCapBytes = 10L * 1024 * 1024;
    private long totalCapBytes = 50L * 1024 * 1024;
    private @Nullable Path ownFolder;

    /** Default 2 seconds. */
    public Builder threadSpacing(Duration spacing) {
      threadSpacing = notNegative("thread spacing", spacing);
      return this;
    }

    /** Default 1 second. */
    public Builder topThreadsWindow(Duration window) {
      topThreadsWindow = notNegative("top threads window", window);
      return this;
    }

    /** Default: only what is found without. */
    public Builder logGlobs(List<String> globs) {
      logGlobs = globs;
      return this;
    }

    /** Default: only what is found without. */
    public Builder confGlobs(List<String> globs) {
      confGlobs = globs;
      return this;
    }

    /** Default 10 MiB. */
    public Builder fileCapBytes(long bytes) {
      fileCapBytes = positive("file cap", bytes);
      return this;
    }

    /** Default 50 MiB. */
    public Builder totalCapBytes(long bytes) {
      totalCapBytes = positive("total cap", bytes);
      return this;
    }

    /** Default: none. */
    public Builder ownFolder(Path folder) {
      ownFolder = folder;
      return this;
    }

    /** The settings; the builder may go on to make others. */
    public CollectSettings build() {
      return new CollectSettings(this);
    }

    private static Duration notNegative(String name, Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException(name + " is " + value + ", expected 0 or more");
      }
      return value;
    }

    private static long positive(String name, long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException(name + " is " + bytes + " bytes, expected 1 or more");
      }
      return bytes;
    }
  }
}
