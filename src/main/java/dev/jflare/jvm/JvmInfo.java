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
  private final AttachCheck.Verdict verdict;

  JvmInfo(
      long pid,
      String user,
      String javaVersion,
      String program,
      Optional<Duration> uptime,
      AttachCheck.Verdict verdict) {
    this.pid = pid;
    this.user = user;
    this.javaVersion = javaVersion;
    this.program = program;
    this.uptime = uptime;
    this.verdict = verdict;
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

  /** Whether we could attach, or why not. */
  public AttachCheck.Verdict verdict() {
    return verdict;
  }

  @Override
  public String toString() {
    return pid + " " + program;
  }
}
