package dev.jflare.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** What {@link AttachCheck} judges by. The fields start out as those of a JVM in good health. */
final class AttachFacts {
  boolean exists = true;
  boolean zombie;
  boolean stopped;
  boolean jvm = true;

  /** The file name of the program, {@code java}; empty when we may not know. */
  String executable = "";

  boolean catchesSigquit = true;
  boolean socketPresent;
  boolean tmpWritable = true;
  long uid;
  long ownUid;
  long gid;
  long ownGid;

  /** In a user namespace of its own, where our root has no number. */
  boolean foreignUsers;

  /** Feature version of the JVM; 0 when unknown. */
  int feature;

  List<String> jvmOptions = Collections.emptyList();

  static AttachFacts of(ProcessView process) {
    return of(process, JavaHome.of(process).feature());
  }

  static AttachFacts of(ProcessView process, int feature) {
    AttachFacts facts = new AttachFacts();
    facts.feature = feature;
    try {
      ProcessStatus status = process.status();
      facts.zombie = status.zombie();
      facts.stopped = status.stopped();
      facts.catchesSigquit = status.catchesSigquit();
      facts.uid = status.uid();
      facts.gid = status.gid();
      ProcessView own = process.sibling(OwnPid.get());
      facts.ownUid = own.status().uid();
      facts.ownGid = own.status().gid();
      facts.foreignUsers = !process.sharesNamespace("user", own);
      facts.executable = process.executable().map(AttachFacts::fileName).orElse("");
      facts.jvm = !status.isThread() && JavaHome.isJvm(process);
      facts.jvmOptions = CommandLine.of(process).jvmOptions();
      lookAtTmp(facts, process, status);
    } catch (IOException gone) {
      facts.exists = process.exists();
    }
    return facts;
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void lookAtTmp(AttachFacts facts, ProcessView process, ProcessStatus status)
      throws IOException {
    Path tmp = process.files().resolve("/tmp");
    facts.socketPresent = Files.exists(tmp.resolve(".java_pid" + status.namespacePid()));
    facts.tmpWritable = writable(tmp, status);
  }

  /**
   * For us by access(2), which knows read-only mounts, and for the JVM's user by the mode, because
   * we may be root. What cannot be seen is not held against it.
   */
  private static boolean writable(Path tmp, ProcessStatus status) throws IOException {
    if (!Files.isDirectory(tmp)) {
      return !Files.notExists(tmp);
    }
    return Files.isWritable(tmp) && status.mayWrite(tmp);
  }
}
