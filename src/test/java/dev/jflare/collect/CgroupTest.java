package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.jvm.ProcessView;
import dev.jflare.testing.FakeEvidence;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded /proc and /sys/fs/cgroup folders of both versions. */
class CgroupTest {
  private static final String V2_MOUNT =
      "30 23 0:26 %s /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n";

  @TempDir Path proc;

  @Test
  void version2_ofAPod_seenFromTheHost() throws Exception {
    String pod = "kubepods/pod1/container1";
    write("7/cgroup", "0::/" + pod + "\n");
    write("7/mountinfo", String.format(V2_MOUNT, "/"));
    group(pod, "memory.max", "1000000");
    group(pod, "memory.current", "900000");
    group(pod, "memory.events", "low 0\nhigh 3\nmax 12\noom 2\noom_kill 1");
    group(pod, "cpu.max", "max 100000");
    group(pod, "cpu.stat", "usage_usec 5\nnr_periods 40\nnr_throttled 10\nthrottled_usec 7");
    group("kubepods/pod1", "memory.max", "950000");
    group("kubepods/pod1", "cpu.max", "150000 100000");
    group("kubepods", "memory.max", "max");
    String text = text();
    assertTrue(text.contains("memory limit: 950000 bytes (94 % used)"), text);
    assertTrue(text.contains("out-of-memory kills: 1"), text);
    assertTrue(text.contains("CPU limit: 1.50 cores"), text);
    assertTrue(text.contains("CPU periods throttled: 10 of 40"), text);
    assertTrue(text.contains("== v2 /sys/fs/cgroup/kubepods/pod1/container1 =="), text);
    assertTrue(text.contains("memory.events:\n  low 0\n  high 3"), text);
  }

  @Test
  void version2_ofAContainerThatSeesItsGroupAsTheRoot() throws Exception {
    write("7/cgroup", "0::/system.slice/docker-4711.scope\n");
    write("7/mountinfo", String.format(V2_MOUNT, "/system.slice/docker-4711.scope"));
    group("", "memory.max", "2000");
    group("", "memory.current", "500");
    assertTrue(text().contains("memory limit: 2000 bytes (25 % used)"), text());
  }

  @Test
  void version2_fromInsideOfAnotherNamespace_dotsDoNotLeadOut() throws Exception {
    write("7/cgroup", "0::/../other\n");
    write("7/mountinfo", String.format(V2_MOUNT, "/"));
    group("", "memory.max", "max");
    group("", "memory.current", "500");
    assertTrue(text().contains("memory limit: none"), text());
  }

  @Test
  void version1_withControllersMountedTogether() throws Exception {
    write("7/cgroup", "4:memory:/docker/1\n3:cpu,cpuacct:/docker/1\n0::/\n");
    write(
        "7/mountinfo",
        "31 23 0:27 /docker/1 /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
            + "32 23 0:28 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n");
    group("memory", "memory.limit_in_bytes", "1073741824");
    group("memory", "memory.usage_in_bytes", "536870912");
    group("memory", "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 4");
    group("cpu,cpuacct/docker/1", "cpu.cfs_quota_us", "50000");
    group("cpu,cpuacct/docker/1", "cpu.cfs_period_us", "100000");
    group("cpu,cpuacct/docker/1", "cpu.stat", "nr_periods 9\nnr_throttled 8");
    group("cpu,cpuacct", "cpu.cfs_quota_us", "-1");
    String text = text();
    assertTrue(text.contains("memory limit: 1073741824 bytes (50 % used)"), text);
    assertTrue(text.contains("out-of-memory kills: 4"), text);
    assertTrue(text.contains("CPU limit: 0.50 cores"), text);
    assertTrue(text.contains("CPU periods throttled: 8 of 9"), text);
  }

  @Test
  void version1_withoutALimit() throws Exception {
    write("7/cgroup", "4:memory:/\n");
    write("7/mountinfo", "31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    group("memory", "memory.limit_in_bytes", "9223372036854771712");
    group("memory", "memory.usage_in_bytes", "5");
    assertTrue(text().contains("memory limit: none"), text());
    assertTrue(text().contains("CPU limit: none"), text());
  }

  @Test
  void noCgroups_isNoFailure() throws Exception {
    write("7/cgroup", "\n");
    write("7/mountinfo", "23 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
    assertThrows(SkippedException.class, this::text);
  }

  private String text() throws Exception {
    Files.createDirectories(proc.resolve("self"));
    FakeEvidence evidence = new FakeEvidence();
    new Cgroup(ProcessView.of(proc, 7)).collect(evidence, Deadline.after(Duration.ofSeconds(5)));
    return evidence.text("os/cgroup.txt");
  }

  private void group(String group, String file, String value) throws IOException {
    write("7/root/sys/fs/cgroup/" + group + "/" + file, value + "\n");
  }

  private void write(String path, String text) throws IOException {
    Path file = proc.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
