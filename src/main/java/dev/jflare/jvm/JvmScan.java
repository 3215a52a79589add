package dev.jflare.jvm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All JVMs on this host, found by the library they have loaded, so also those that publish no
 * counters, run in a container or belong to somebody else. Ourselves excepted. Never attaches.
 */
public final class JvmScan {
  private final ProcessView self;

  private JvmScan(ProcessView self) {
    this.self = self;
  }

  /** Looks at the processes that our own /proc shows. */
  public static JvmScan ofThisHost() {
    return new JvmScan(ProcessView.self());
  }

  static JvmScan of(ProcessView self) {
    return new JvmScan(self);
  }

  /**
   * Every JVM, by pid.
   *
   * @throws IOException where there is no /proc
   */
  public List<JvmInfo> all() throws IOException {
    List<JvmInfo> all = new ArrayList<>();
    for (ProcessView process : processes()) {
      if (process.pid() != self.pid() && JavaHome.isJvm(process)) {
        describe(process).ifPresent(all::add);
      }
    }
    return all;
  }

  /**
   * JVMs that a person may mean.
   *
   * @param text digits are a pid and nothing else; other text is part of the main class, the jar or
   *     the command line
   */
  public List<JvmInfo> matching(String text) throws IOException {
    List<JvmInfo> matching = new ArrayList<>();
    if (text.matches("[0-9]{1,18}")) {
      // Never also part of a command line: 4711 must not find the JVM with --port=47110.
      ProcessView named = self.sibling(Long.parseLong(text));
      if (named.pid() != self.pid() && JavaHome.isJvm(named)) {
        describe(named).ifPresent(matching::add);
      }
      return matching;
    }
    for (JvmInfo jvm : all()) {
      if (!text.isEmpty() && mentions(jvm, text)) {
        matching.add(jvm);
      }
    }
    return matching;
  }

  /** The JVM with this pid; empty when there is none. */
  public Optional<JvmInfo> withPid(long pid) {
    ProcessView process = self.sibling(pid);
    return self.supported() && JavaHome.isJvm(process) ? describe(process) : Optional.empty();
  }

  private boolean mentions(JvmInfo jvm, String text) {
    try {
      return jvm.program().contains(text)
          || String.join(" ", self.sibling(jvm.pid()).commandLine()).contains(text);
    } catch (IOException gone) {
      return false;
    }
  }

  private List<ProcessView> processes() throws IOException {
    if (!self.supported()) {
      throw new IOException("cannot list JVMs here: " + ProcessView.NEEDS_PROC);
    }
    List<ProcessView> processes = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(self.proc(), "[0-9]*")) {
      for (Path folder : folders) {
        processes.add(self.sibling(Long.parseLong(folder.getFileName().toString())));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    processes.sort(Comparator.comparingLong(ProcessView::pid));
    return processes;
  }

  /** Empty when the process ended while we looked. */
  private static Optional<JvmInfo> describe(ProcessView process) {
    try {
      ProcessStatus status = process.status();
      if (status.isThread()) {
        return Optional.empty();
      }
      Optional<PerfData> data = PerfData.ifPresent(process);
      JavaHome home = JavaHome.of(process, data);
      JvmInfo.Builder jvm = new JvmInfo.Builder(process.pid());
      jvm.user = UserNames.of(process).user(status.uid());
      jvm.javaVersion = home.version();
      jvm.program = program(process, data);
      jvm.uptime = process.uptime();
      jvm.container = ContainerId.of(process);
      jvm.heap = data.flatMap(HeapUse::of);
      jvm.verdict = AttachCheck.of(AttachFacts.of(process, home.feature()));
      return Optional.of(jvm.build());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * From the command line, or, where an argument file or another launcher hides it, the counters.
   */
  private static String program(ProcessView process, Optional<PerfData> data) throws IOException {
    String program = CommandLine.parse(process.commandLine()).program();
    if (program != null) {
      return program;
    }
    return data.flatMap(d -> d.text("sun.rt.javaCommand"))
        .map(command -> command.split(" ")[0])
        .orElse("");
  }
}
