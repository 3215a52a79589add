package dev.jflare.collect;

import dev.jflare.jvm.ProcessView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a process's control groups are in the file system: {@code /proc/PID/cgroup} says which
 * group, {@code /proc/PID/mountinfo} where the hierarchies are mounted, see cgroups(7). A container
 * often sees only its own group, mounted as if it were the root.
 */
final class CgroupFolders {
  /** The name of the one hierarchy of version 2. */
  static final String UNIFIED = "";

  private CgroupFolders() {}

  /**
   * For each controller of version 1 ({@code memory}, {@code cpu}) and for version 2 ({@link
   * #UNIFIED}) the folders from the process's own group up to the outermost that can be seen;
   * limits of any of them count.
   */
  static Map<String, List<Path>> of(ProcessView process) throws IOException {
    Map<String, String> groups = groups(process.read("cgroup"));
    Map<String, List<Path>> folders = new LinkedHashMap<>();
    for (String line : process.read("mountinfo").split("\n")) {
      int dash = line.indexOf(" - ");
      String[] mount = line.split(" ");
      if (dash < 0 || mount.length < 6) {
        continue;
      }
      String[] type = line.substring(dash + 3).split(" ");
      if (type[0].equals("cgroup2") && groups.containsKey(UNIFIED)) {
        folders.put(UNIFIED, chain(process, mount[4], mount[3], group(groups, UNIFIED)));
      } else if (type[0].equals("cgroup") && type.length > 2) {
        for (String controller : type[2].split(",")) {
          if (groups.containsKey(controller)) {
            folders.put(controller, chain(process, mount[4], mount[3], group(groups, controller)));
          }
        }
      }
    }
    return folders;
  }

  /** Lines are {@code 4:memory:/docker/4711}, {@code 0::/user.slice}. */
  private static Map<String, String> groups(String cgroup) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (String line : cgroup.split("\n")) {
      String[] fields = line.split(":", 3);
      if (fields.length == 3) {
        for (String controller : fields[1].split(",")) {
          groups.put(controller, fields[2]);
        }
      }
    }
    return groups;
  }

  private static String group(Map<String, String> groups, String controller) {
    String group = groups.get(controller);
    return group == null ? "/" : group;
  }

  /**
   * @param mounted the group that the mount shows as its root
   */
  private static List<Path> chain(
      ProcessView process, String mountPoint, String mounted, String group) throws IOException {
    Path top = process.files().resolve(mountPoint);
    String below = "";
    if (mounted.equals("/")) {
      below = group;
    } else if (group.startsWith(mounted)) {
      below = group.substring(mounted.length());
    }
    Path own = top;
    for (String name : below.split("/")) {
      // "/.." stands for a group outside of our cgroup namespace, which the mount cannot show
      own = name.isEmpty() || name.equals("..") ? own : own.resolve(name);
    }
    List<Path> chain = new ArrayList<>();
    for (Path at = own; at != null && at.startsWith(top); at = at.getParent()) {
      if (Files.isDirectory(at)) {
        chain.add(at);
      }
    }
    return chain;
  }
}
