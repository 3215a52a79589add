package dev.jflare.cli.attach;

import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.UserNames;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Becoming the user that a JVM belongs to, where we may. Never asks for a password: as root with
 * {@code setpriv}, {@code runuser} or {@code su}, else with {@code sudo -n}.
 */
public final class TargetUser {
  private static final String[] FOLDERS = {"/usr/bin", "/bin", "/usr/sbin", "/sbin"};
  private static final int PROBE_SECONDS = 10;

  private final String tool;
  private final List<String> prefix;
  private final Quoting quoting;

  private enum Quoting {
    /** The command's words follow. */
    WORDS,
    /** The command is one word for a shell. */
    SHELL
  }

  private TargetUser(String tool, Quoting quoting, List<String> prefix) {
    this.tool = tool;
    this.quoting = quoting;
    this.prefix = prefix;
  }

  /**
   * The way that works here, tried with a {@code java -version}; empty when there is none. Takes
   * some 50 ms.
   */
  public static Optional<TargetUser> of(ProcessView process) {
    try {
      for (TargetUser way : ways(process)) {
        if (way.works()) {
          return Optional.of(way);
        }
      }
    } catch (IOException gone) {
      // nobody to become
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /** What a person could run instead, for {@code attach.jar} and this process. */
  public static String byHand(ProcessView process) {
    String command = " java -jar attach.jar " + process.pid();
    try {
      ProcessStatus status = process.status();
      String name = name(status.uid());
      return name.isEmpty()
          ? "setpriv --reuid "
              + status.uid()
              + " --regid "
              + status.gid()
              + " --clear-groups"
              + command
              + " (as root)"
          : "sudo -u " + name + command;
    } catch (IOException gone) {
      return "sudo -u USER" + command;
    }
  }

  /** The program that switches the user: {@code setpriv}. */
  String tool() {
    return tool;
  }

  /** The words to start a program as that user. */
  List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    program("setsid").ifPresent(command::add); // Ctrl-C at the terminal is for us, who pass it on
    command.addAll(prefix);
    if (quoting == Quoting.WORDS) {
      command.addAll(words);
    } else {
      StringBuilder line = new StringBuilder("exec");
      words.forEach(word -> line.append(" '").append(word.replace("'", "'\\''")).append('\''));
      command.add(line.toString());
    }
    return command;
  }

  /** Starts a program as that user. Nothing of our environment goes with it: it has secrets. */
  ProcessBuilder start(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(command(words)).directory(new File("/"));
    String path = String.join(":", FOLDERS);
    builder.environment().clear();
    builder.environment().put("PATH", path);
    return builder;
  }

  /** The Java that runs this program. */
  static String java() {
    return System.getProperty("java.home") + "/bin/java";
  }

  private boolean works() throws IOException, InterruptedException {
    File nowhere = new File("/dev/null");
    Process probe =
        start(Arrays.asList(java(), "-version"))
            .redirectInput(nowhere)
            .redirectErrorStream(true)
            .redirectOutput(nowhere)
            .start();
    try {
      return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && probe.exitValue() == 0;
    } finally {
      probe.destroyForcibly();
    }
  }

  private static List<TargetUser> ways(ProcessView process) throws IOException {
    ProcessStatus status = process.status();
    String uid = Long.toString(status.uid());
    String gid = Long.toString(status.gid());
    String name = name(status.uid());
    List<TargetUser> ways = new ArrayList<>();
    if (ProcessView.self().status().uid() != 0) {
      add(ways, "sudo", Quoting.WORDS, "-n", "-u", "#" + uid, "--");
      add(ways, "sudo", Quoting.WORDS, "-n", "-u", "#" + uid, "-g", "#" + gid, "--");
      return ways;
    }
    add(ways, "setpriv", Quoting.WORDS, "--reuid", uid, "--regid", gid, "--clear-groups");
    if (!name.isEmpty()) {
      add(ways, "runuser", Quoting.WORDS, "-u", name, "--");
      add(ways, "su", Quoting.SHELL, "-s", "/bin/sh", name, "-c");
    }
    return ways;
  }

  private static void add(List<TargetUser> ways, String tool, Quoting quoting, String... options) {
    program(tool)
        .ifPresent(
            path -> {
              List<String> prefix = new ArrayList<>(Collections.singletonList(path));
              prefix.addAll(Arrays.asList(options));
              ways.add(new TargetUser(tool, quoting, prefix));
            });
  }

  private static Optional<String> program(String name) {
    return Arrays.stream(FOLDERS)
        .map(folder -> folder + "/" + name)
        .filter(path -> new File(path).canExecute())
        .findFirst();
  }

  /** As this host calls the user; empty when it has no name here. */
  private static String name(long uid) {
    String name = UserNames.of(ProcessView.self()).user(uid);
    return name.equals(Long.toString(uid)) ? "" : name;
  }
}
