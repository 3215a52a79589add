package dev.jflare.net;

import static java.util.Objects.requireNonNull;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** How an intake listens, what it takes and how far it goes. Immutable. */
public final class IntakeOptions {
  /** Loopback on any free port: an intake takes files from whoever can reach it. */
  public static final String DEFAULT_LISTEN = "127.0.0.1:0";

  /** 4 GiB: far above any flare, and still a bound. */
  public static final long DEFAULT_MAX_BYTES = 4L << 30;

  public static final Duration DEFAULT_IDLE_LIMIT = Duration.ofSeconds(60);
  public static final int DEFAULT_MAX_UPLOADS = 16;

  /** A day: who was cut off in the evening goes on in the morning. */
  public static final Duration DEFAULT_KEEP_UNFINISHED = Duration.ofDays(1);

  private final IntakeAddress listen;
  private final Path folder;
  private final Secret apiKey;
  private final long maxBytes;
  private final Duration idleLimit;
  private final int maxUploads;
  private final Duration keepUnfinished;
  private final @Nullable SSLContext tls;
  private final IntakeFault fault;
  private final int redirects;
  private final @Nullable URI redirectTo;

  private IntakeOptions(Builder builder) {
    listen = builder.listen;
    folder = builder.folder;
    apiKey = builder.apiKey;
    maxBytes = builder.maxBytes;
    idleLimit = builder.idleLimit;
    maxUploads = builder.maxUploads;
    keepUnfinished = builder.keepUnfinished;
    tls = builder.tls;
    fault = builder.fault;
    redirects = builder.redirects;
    redirectTo = builder.redirectTo;
  }

  /**
   * Everything at its default.
   *
   * @param folder where flares go, one folder per case; made when the intake starts
   */
  public static Builder into(Path folder) {
    return new Builder(requireNonNull(folder, "folder"));
  }

  IntakeAddress listen() {
    return listen;
  }

  Path folder() {
    return folder;
  }

  Secret apiKey() {
    return apiKey;
  }

  long maxBytes() {
    return maxBytes;
  }

  Duration idleLimit() {
    return idleLimit;
  }

  int maxUploads() {
    return maxUploads;
  }

  Duration keepUnfinished() {
    return keepUnfinished;
  }

  @Nullable
  SSLContext tls() {
    return tls;
  }

  IntakeFault fault() {
    return fault;
  }

  int redirects() {
    return redirects;
  }

  @Nullable
  URI redirectTo() {
    return redirectTo;
  }

  /** Collects options; each method refuses a value that makes no sense. */
  public static final class Builder {
    private final Path folder;
    private IntakeAddress listen = IntakeAddress.parse(DEFAULT_LISTEN);
    private Secret apiKey = Secret.NONE;
    private long maxBytes = DEFAULT_MAX_BYTES;
    private Duration idleLimit = DEFAULT_IDLE_LIMIT;
    private int maxUploads = DEFAULT_MAX_UPLOADS;
    private Duration keepUnfinished = DEFAULT_KEEP_UNFINISHED;
    private @Nullable SSLContext tls;
    private IntakeFault fault = IntakeFault.NONE;
    private int redirects;
    private @Nullable URI redirectTo;

    private Builder(Path folder) {
      this.folder = folder;
    }

    /**
     * @param hostPort {@code HOST:PORT}, an IPv6 address in brackets; port 0 takes any free one
     * @throws IllegalArgumentException when it is not of that form
     */
    public Builder listen(String hostPort) {
      this.listen = IntakeAddress.parse(hostPort);
      return this;
    }

    /** Uploads must carry this key in {@code DD-API-KEY}. None: whoever comes is served. */
    public Builder apiKey(Secret apiKey) {
      this.apiKey = requireNonNull(apiKey, "apiKey");
      return this;
    }

    /** The longest body of an upload, form included; longer ones get 413 as soon as it shows. */
    public Builder maxBytes(long maxBytes) {
      if (maxBytes < 1) {
        throw new IllegalArgumentException("max bytes " + maxBytes + ": expected 1 or more");
      }
      this.maxBytes = maxBytes;
      return this;
    }

    /** How long a client may send nothing before it is dropped. */
    public Builder idleLimit(Duration idleLimit) {
      if (idleLimit.isZero() || idleLimit.isNegative()) {
        throw new IllegalArgumentException("idle limit " + idleLimit + ": expected more than 0");
      }
      this.idleLimit = idleLimit;
      return this;
    }

    /** How many uploads run at the same time; more are told 503. */
    public Builder maxUploads(int maxUploads) {
      if (maxUploads < 1) {
        throw new IllegalArgumentException("max uploads " + maxUploads + ": expected 1 or more");
      }
      this.maxUploads = maxUploads;
      return this;
    }

    /** How long an upload that can be resumed is kept after its last byte. */
    public Builder keepUnfinished(Duration limit) {
      if (limit.isZero() || limit.isNegative()) {
        throw new IllegalArgumentException("keep unfinished " + limit + ": expected more than 0");
      }
      this.keepUnfinished = limit;
      return this;
    }

    /** Speaks HTTPS with the certificate of this context. Default: plain HTTP. */
    public Builder tls(SSLContext tls) {
      this.tls = requireNonNull(tls, "tls");
      return this;
    }

    /** For tests of clients. */
    public Builder fault(IntakeFault fault) {
      this.fault = requireNonNull(fault, "fault");
      return this;
    }

    /** For tests of clients: a {@code HEAD} is sent this many times to another address of ours. */
    public Builder redirects(int redirects) {
      if (redirects < 0) {
        throw new IllegalArgumentException("redirects " + redirects + ": expected 0 or more");
      }
      this.redirects = redirects;
      return this;
    }

    /** For tests of clients: after {@link #redirects}, a {@code HEAD} is sent to this address. */
    public Builder redirectTo(URI redirectTo) {
      this.redirectTo = requireNonNull(redirectTo, "redirectTo");
      return this;
    }

    public IntakeOptions build() {
      return new IntakeOptions(this);
    }
  }
}
