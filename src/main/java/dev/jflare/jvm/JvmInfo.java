package dev.jflare.jvm;

import java.time.Duration;
import java.util.Optional;

/**
 * One JVM on this host, for a list that people read. Arguments of the program are not in it: they
 * hold passwords.
 */
public final class JvmInfo {
  private final long pid;
  private final String user;
  private final String javaVersion;
  private final String program;
  private final Optional<Duration> uptime;
  private final String container;
  private final Optional<HeapUse> heap;
  private final AttachCheck.Verdict verdict;

  private JvmInfo(Builder builder) {
    pid = builder.pid;
    user = builder.user;
    javaVersion = builder.javaVersion;
    program = builder.program;
    uptime = builder.uptime;
    container = builder.container;
    heap = builder.heap;
    verdict = builder.verdict;
  }

  /** As this host numbers it; inside a container it may know itself by another. */
  public long pid() {
    return pid;
  }

  /** The name of its effective user, or the number where there is no name. */
  public String user() {
    return user;
  }

  /** {@code 21.0.2}; empty when unknown. */
  public String javaVersion() {
    return javaVersion;
  }

  /** The feature version, 8 to 25; 0 when unknown. */
  public int feature() {
    return JavaVersion.feature(javaVersion);
  }

  /** Main class, jar or module, as on the command line; empty when unknown. */
  public String program() {
    return program;
  }

  /** How long the process has been there; empty when it just ended. */
  public Optional<Duration> uptime() {
    return uptime;
  }

  /** The id of the container it runs in, as {@link ContainerId} finds it; empty without one. */
  public String container() {
    return container;
  }

  /** Empty when the JVM publishes no counters, or not to us. */
  public Optional<HeapUse> heap() {
    return heap;
  }

  /** Whether we could attach, or why not. */
  public AttachCheck.Verdict verdict() {
    return verdict;
  }

  @Override
  public String toString() {
    return pid + " " + program;
  }

  /** What is found out, one by one; unknown until it is set. */
  static final class Builder {
    private final long pid;
    String user = "";
    String javaVersion = "";
    String program = "";
    Optional<Duration> uptime = Optional.empty();
    String container = "";
    Optional<HeapUse> heap = Optional.empty();
    AttachCheck.Verdict verdict = AttachCheck.Verdict.ATTACHABLE;

    Builder(long pid) {
      this.pid = pid;
    }

    JvmInfo build() {
      return new JvmInfo(this);
    }
  }
}
