package dev.jflare.agent;

/**
 * Flares over JMX, as {@code dev.jflare:type=Flare}. Open types only, so that JConsole, VisualVM,
 * JMC, jmxterm and Jolokia can call all of it. Operations that fail throw IllegalStateException or
 * IllegalArgumentException with the cause and the next step. Notifications of type {@code
 * dev.jflare.progress} carry what happens, a JSON object each.
 */
public interface FlareMXBean {
  /** The version of the agent that was loaded first. */
  String getVersion();

  /**
   * {@code idle}, {@code running: <who> since <when>}, or {@code misconfigured: <why>}; the first
   * two with {@code ; no profiles are served: <why>} when they should be.
   */
  String getState();

  /** Where profiles are served, as {@code HOST:PORT}, or null when they are not. */
  @Nullable
  String getPprofAddress();

  /** The newest flare that ended, or null. */
  @Nullable
  FlareInfo getLastFlare();

  /**
   * Takes a flare and waits for it.
   *
   * @param profileSeconds the profile window; 0 takes no profiles
   * @return the path of the archive on this machine
   */
  String collect(int profileSeconds);

  /**
   * Begins a flare and returns at once.
   *
   * @param caseId the support case, may be empty
   * @param email who asks, may be empty
   * @param send whether to upload the archive when it is done
   * @return the id for {@link #status}, {@link #cancel} and {@link #read}
   */
  String start(int profileSeconds, String caseId, String email, boolean send);

  /**
   * How a flare stands: a JSON object with {@code id}, {@code state}, {@code archive}, {@code
   * complete}, {@code message}.
   */
  String status(String id);

  /** Ends a running flare early; what was collected is kept. */
  void cancel(String id);

  /**
   * Uploads an archive of this machine.
   *
   * @return the backend's answer
   */
  String send(String archive, String caseId, String email);

  /**
   * Reads a piece of an archive that this bean made, so that it can be fetched over JMX alone.
   *
   * @param length how many bytes at most; 1 MiB is the limit
   * @return what there is at this offset; empty at the end
   */
  byte[] read(String id, long offset, int length);
}
