package dev.jflare.agent;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;

/**
 * The MXBean. Keeps what it was asked for as plain values; every operation runs in a core of its
 * own.
 */
final class FlareBean extends NotificationBroadcasterSupport implements FlareMXBean {
  static final String NAME = "dev.jflare:type=Flare";
  private static final String PROGRESS = "dev.jflare.progress";
  private static final int LONGEST_READ = 1 << 20;

  /** The flares that can still be asked for; older ones are forgotten, their archives stay. */
  private static final int REMEMBERED = 32;

  private final AgentJar jar;
  private final Map<String, String> options;
  private final Instrumentation instrumentation;
  private final String problem;
  private final AtomicLong sequence = new AtomicLong();
  private final Map<String, Job> jobs =
      Collections.synchronizedMap(
          new LinkedHashMap<String, Job>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Job> eldest) {
              return size() > REMEMBERED && eldest.getValue().ended();
            }
          });
  private volatile @Nullable FlareInfo last;

  /**
   * @param problem what is wrong with the options; empty when nothing is
   */
  FlareBean(
      AgentJar jar, Map<String, String> options, Instrumentation instrumentation, String problem) {
    super(
        new MBeanNotificationInfo(
            new String[] {PROGRESS},
            Notification.class.getName(),
            "what happens while a flare is taken"));
    this.jar = jar;
    this.options = options;
    this.instrumentation = instrumentation;
    this.problem = problem;
  }

  void register() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName(NAME);
    if (!server.isRegistered(name)) {
      server.registerMBean(this, name);
    }
  }

  @Override
  public String getVersion() {
    String version = FlareBean.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public String getState() {
    if (!problem.isEmpty()) {
      return "misconfigured: " + problem;
    }
    String holder = Turn.holder();
    String state = holder == null ? "idle" : "running: " + holder;
    String trouble = Session.trouble();
    return trouble.isEmpty() ? state : state + "; no profiles are served: " + trouble;
  }

  @Override
  public @Nullable String getPprofAddress() {
    return Session.address();
  }

  @Override
  public @Nullable FlareInfo getLastFlare() {
    return last;
  }

  @Override
  public String collect(int profileSeconds) {
    Job job = begin(profileSeconds, "", "", false);
    FlareInfo end = job.await();
    if (end.getArchive() == null) {
      throw new IllegalStateException(end.getMessage());
    }
    return end.getArchive();
  }

  @Override
  public String start(int profileSeconds, String caseId, String email, boolean send) {
    return begin(profileSeconds, caseId, email, send).id;
  }

  @Override
  public String status(String id) {
    return job(id).json();
  }

  @Override
  public void cancel(String id) {
    job(id).cancel();
  }

  @Override
  public String send(String archive, String caseId, String email) {
    Map<String, Object> arguments = new HashMap<String, Object>();
    arguments.put("options", options);
    arguments.put("archive", archive);
    arguments.put("caseId", caseId == null ? "" : caseId);
    arguments.put("email", email == null ? "" : email);
    Map<String, Object> result = new Job("send", "send", arguments).startWith(jar).result();
    if (!Boolean.TRUE.equals(result.get("accepted"))) {
      throw new IllegalStateException(String.valueOf(result.get("message")));
    }
    return String.valueOf(result.get("message"));
  }

  @Override
  public byte[] read(String id, long offset, int length) {
    String archive = job(id).archive();
    if (archive == null) {
      throw new IllegalStateException(
          "flare " + id + " has no archive; status(\"" + id + "\") says why");
    }
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException(
          "offset " + offset + ", length " + length + ": 0 or more was expected");
    }
    try {
      RandomAccessFile file = new RandomAccessFile(new File(archive), "r");
      try {
        long left = Math.max(0, file.length() - offset);
        byte[] piece = new byte[(int) Math.min(left, Math.min(length, LONGEST_READ))];
        file.seek(offset);
        file.readFully(piece);
        return piece;
      } finally {
        file.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + archive + ": " + e.getMessage());
    }
  }

  private Job begin(int profileSeconds, String caseId, String email, boolean send) {
    if (!problem.isEmpty()) {
      throw new IllegalStateException(problem);
    }
    String id = Long.toString(System.currentTimeMillis(), 36);
    String holder = Turn.take("flare " + id + " asked for over JMX");
    if (holder != null) {
      throw new IllegalStateException("one flare at a time: running is " + holder);
    }
    Map<String, Object> arguments = new HashMap<String, Object>();
    arguments.put("options", options);
    arguments.put("profileSeconds", profileSeconds);
    arguments.put("caseId", caseId == null ? "" : caseId);
    arguments.put("email", email == null ? "" : email);
    arguments.put("send", send);
    arguments.put("instrumentation", instrumentation);
    Session.lend(arguments);
    Job job =
        new Job(id, "flare", arguments) {
          @Override
          void progress(String json) {
            sendNotification(new Notification(PROGRESS, NAME, sequence.incrementAndGet(), json));
          }

          @Override
          void end(FlareInfo info) {
            last = info;
            Turn.leave();
          }
        };
    jobs.put(id, job);
    return job.startWith(jar);
  }

  private Job job(String id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw new IllegalArgumentException(
          "there is no flare " + id + "; start(...) gives the id of one");
    }
    return job;
  }
}
