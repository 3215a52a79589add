package dev.jflare;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The borders between the packages. A new one has to find its place in the list below. */
class LayersTest {
  /**
   * Bottom to top: a package may use those before it, never those after it; so there is no cycle.
   */
  private static final List<String> ORDER =
      List.of(
          "lang",
          "time",
          "log",
          "json",
          "settings",
          "route",
          "pprof",
          "jfr",
          "hprof",
          "scrub",
          "archive",
          "jvm",
          "profile",
          "collect",
          "net",
          "scrape",
          "upload",
          "check",
          "exchange",
          "flare",
          "inside");

  private static JavaClasses core;

  @BeforeAll
  static void read() {
    core =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.jflare");
    assertTrue(
        core.size() > 50,
        "only " + core.size() + " classes found: the rules would hold of nothing");
  }

  @Test
  void everyPackageHasItsPlace() {
    TreeSet<String> unknown = new TreeSet<>();
    core.forEach(type -> unknown.add(layer(type)));
    ORDER.forEach(unknown::remove);
    assertEquals(new TreeSet<String>(), unknown, "packages that ORDER does not name");
  }

  @Test
  void nothingLooksUp() {
    List<String> upward = new ArrayList<>();
    for (JavaClass type : core) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (target.getPackageName().startsWith("dev.jflare.")
            && ORDER.indexOf(layer(target)) > ORDER.indexOf(layer(type))) {
          upward.add(dependency.getDescription());
        }
      }
    }
    assertEquals(List.of(), upward);
  }

  @Test
  void nettyIsKnownToNetAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jflare.net..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(core);
  }

  @Test
  void zipIsKnownToArchiveAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jflare.archive..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.zip..")
        .check(core);
  }

  @Test
  void collectingAndUploadingDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage("dev.jflare.collect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jflare.upload..", "dev.jflare.net..", "java.net.http..")
        .check(core);
    noClasses()
        .that()
        .resideInAPackage("dev.jflare.upload..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.jflare.collect..", "dev.jflare.scrub..")
        .check(core);
  }

  @Test
  void pureDecisionsTouchNoNetworkAndNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("dev.jflare.scrub..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .check(core);
  }

  @Test
  void hostsLoggersAreNotTouched() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
        .check(core);
  }

  @Test
  void namesSaySomething() {
    classes()
        .should()
        .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Common|Manager|Impl)(\\$.*)?")
        .check(core);
  }

  private static String layer(JavaClass type) {
    String[] names = type.getPackageName().split("\\.");
    return names.length > 2 ? names[2] : "";
  }
}
