package dev.jflare.jvm;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which container a process runs in, by the name of its control group. Docker, containerd, CRI-O
 * and podman put 64 hexadecimal digits there, ECS 32 and a number, Garden five groups as in a UUID;
 * LXC and Incus have names, which stand behind {@code lxc/} or {@code lxc.payload.}.
 */
final class ContainerId {
  private static final Pattern ID =
      Pattern.compile(
          "(?:^|[/:-])([0-9a-f]{64}|[0-9a-f]{32}-[0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){4})"
              + "(?:\\.scope)?(?=$|/)");

  private static final Pattern LXC = Pattern.compile("/lxc(?:/|\\.payload\\.)([^/]+)");

  /**
   * Seen from within a container with a cgroup namespace of its own the group is {@code /}; but the
   * runtime has mounted files over those of the image.
   */
  private static final Pattern MOUNTED =
      Pattern.compile("/([0-9a-f]{64})/(?:[^ ]*/)?(?:hostname|resolv\\.conf|hosts) ");

  private ContainerId() {}

  /** Empty when it is in none that we know, or we may not know. */
  static String of(ProcessView process) {
    try {
      String id = inGroups(process.read("cgroup"));
      return id.isEmpty() ? inMounts(process.read("mountinfo")) : id;
    } catch (IOException notForUs) {
      return "";
    }
  }

  /** From the lines of {@code /proc/PID/cgroup}; the innermost container counts. */
  static String inGroups(String cgroup) {
    String found = "";
    for (String line : cgroup.split("\n")) {
      String group = line.substring(line.lastIndexOf(':') + 1);
      for (Matcher matcher = ID.matcher(group); matcher.find(); ) {
        found = matcher.group(1);
      }
      if (found.isEmpty()) {
        found = first(LXC, group);
      }
    }
    return found;
  }

  /** From the lines of {@code /proc/PID/mountinfo}. */
  static String inMounts(String mountinfo) {
    return first(MOUNTED, mountinfo);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
