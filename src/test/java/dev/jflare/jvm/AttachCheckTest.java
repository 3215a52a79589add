package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.jflare.jvm.AttachCheck.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AttachCheckTest {
  @TestFactory
  Stream<DynamicTest> verdicts() {
    return Stream.of(
        row("a JVM in good health", Verdict.ATTACHABLE, f -> {}),
        row("gone", Verdict.GONE, f -> f.exists = false),
        row("a zombie", Verdict.ZOMBIE, f -> f.zombie = true),
        row(
            "no JVM, and stopped",
            Verdict.NOT_A_JVM,
            f -> {
              f.jvm = false;
              f.stopped = true;
            }),
        row(
            "a plain user, another user's JVM",
            Verdict.OTHER_USER,
            f -> {
              f.ownUid = 1000;
              f.uid = 1001;
            }),
        row(
            "a plain user, root's JVM",
            Verdict.OTHER_USER,
            f -> {
              f.ownUid = 1000;
              f.uid = 0;
            }),
        row(
            "root, another user's Java 8",
            Verdict.ROOT_TO_JAVA_8,
            f -> {
              f.uid = 1000;
              f.feature = 8;
            }),
        row("root, its own Java 8", Verdict.ATTACHABLE, f -> f.feature = 8),
        row(
            "root, another user's Java 11",
            Verdict.ATTACHABLE,
            f -> {
              f.uid = 1000;
              f.feature = 11;
            }),
        row(
            "attach mechanism off",
            Verdict.ATTACH_DISABLED,
            f -> f.jvmOptions = List.of("-XX:+DisableAttachMechanism")),
        row(
            "attach mechanism off, then on",
            Verdict.ATTACHABLE,
            f ->
                f.jvmOptions =
                    List.of("-XX:+DisableAttachMechanism", "-XX:-DisableAttachMechanism")),
        row(
            "dynamic loading off on 21",
            Verdict.DYNAMIC_LOADING_DISABLED,
            f -> {
              f.feature = 21;
              f.jvmOptions = List.of("-XX:-EnableDynamicAgentLoading");
            }),
        row(
            "dynamic loading off on 11",
            Verdict.DYNAMIC_LOADING_DISABLED,
            f -> {
              f.feature = 11;
              f.jvmOptions = List.of("-XX:-EnableDynamicAgentLoading");
            }),
        row(
            "dynamic loading off, then on",
            Verdict.ATTACHABLE,
            f -> {
              f.feature = 25;
              f.jvmOptions =
                  List.of("-XX:-EnableDynamicAgentLoading", "-XX:+EnableDynamicAgentLoading");
            }),
        row(
            "own user, other group",
            Verdict.OTHER_GROUP,
            f -> {
              f.uid = f.ownUid = 5001;
              f.gid = 5001;
              f.ownGid = 5002;
            }),
        row("root, whatever the group", Verdict.ATTACHABLE, f -> f.gid = 5001),
        row(
            "root to Java 8 of another group",
            Verdict.OTHER_GROUP,
            f -> {
              f.feature = 8;
              f.gid = 5001;
            }),
        row(
            "root to a user namespace",
            Verdict.FOREIGN_USERS,
            f -> {
              f.uid = 5001;
              f.foreignUsers = true;
            }),
        row(
            "the user who made the namespace",
            Verdict.ATTACHABLE,
            f -> {
              f.uid = f.ownUid = 5001;
              f.foreignUsers = true;
            }),
        row("a tool of the JDK", Verdict.JDK_TOOL, f -> f.executable = "jcmd"),
        row("a program by name", Verdict.ATTACHABLE, f -> f.executable = "java"),
        row("stopped", Verdict.STOPPED, f -> f.stopped = true),
        row("-Xrs without a socket", Verdict.SIGQUIT_NOT_CAUGHT, f -> f.catchesSigquit = false),
        row(
            "-Xrs with its socket",
            Verdict.ATTACHABLE,
            f -> {
              f.catchesSigquit = false;
              f.socketPresent = true;
            }),
        row("/tmp read-only", Verdict.TMP_NOT_WRITABLE, f -> f.tmpWritable = false));
  }

  private static DynamicTest row(String title, Verdict expected, Consumer<AttachFacts> change) {
    return DynamicTest.dynamicTest(
        title,
        () -> {
          AttachFacts facts = new AttachFacts();
          facts.feature = 17;
          change.accept(facts);
          assertEquals(expected, AttachCheck.of(facts));
        });
  }

  @Test
  void whatItsOwnUserCouldDo() {
    Set<Verdict> switching =
        EnumSet.of(
            Verdict.OTHER_USER, Verdict.ROOT_TO_JAVA_8, Verdict.OTHER_GROUP, Verdict.FOREIGN_USERS);
    for (Verdict verdict : Verdict.values()) {
      assertEquals(switching.contains(verdict), verdict.needsItsUser(), verdict.name());
    }
  }

  @Test
  void everyRefusalSaysWhatToDo() {
    for (Verdict verdict : Verdict.values()) {
      assertFalse(verdict.message().isEmpty(), verdict.name());
      assertEquals(verdict.attachable(), verdict.nextStep().isEmpty(), verdict.name());
    }
  }
}
