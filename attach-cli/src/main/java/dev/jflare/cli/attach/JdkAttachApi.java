package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;

/**
 * The road over the JDK's own attach API: the module jdk.attach, and on Java 8 tools.jar. Unlike
 * Byte Buddy's default it finds the API once (a second loader for tools.jar could not load its
 * native library), never starts another JVM, and never falls back to an emulation, which takes
 * failures for success (measured with 1.18).
 */
final class JdkAttachApi implements AttachmentProvider {
  private final String javaHome;
  private @Nullable Accessor found;

  /** The API of the Java that lives here. */
  JdkAttachApi(String javaHome) {
    this.javaHome = javaHome;
  }

  @Override
  public synchronized Accessor attempt() {
    Accessor accessor = found;
    if (accessor == null) {
      accessor = find();
      found = accessor;
    }
    return accessor;
  }

  private Accessor find() {
    try {
      return in(ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException notAModule) {
      return inToolsJar();
    }
  }

  private Accessor inToolsJar() {
    // java.home is the jre folder of a JDK 8; the second is for a java.home that is the JDK itself
    for (String place : new String[] {"../lib/tools.jar", "lib/tools.jar"}) {
      File jar = new File(javaHome, place);
      if (jar.isFile()) {
        try {
          return in(new URLClassLoader(new URL[] {jar.toURI().toURL()}));
        } catch (ClassNotFoundException | MalformedURLException notThisOne) {
          // the next place may have it; at the end it counts as absent
        }
      }
    }
    return Accessor.Unavailable.INSTANCE;
  }

  private static Accessor in(ClassLoader loader) throws ClassNotFoundException {
    return new Direct(Class.forName(Accessor.VIRTUAL_MACHINE_TYPE_NAME, false, loader));
  }

  @Override
  public String toString() {
    return "the JDK's attach API";
  }
}
