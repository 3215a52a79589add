package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Diagnostic commands over the JDK's attach API. The method that sends one is public in a class
 * that its module does not export; the manifest of attach.jar says {@code Add-Exports}.
 */
final class JcmdReply {
  private static final String HOTSPOT = "sun.tools.attach.HotSpotVirtualMachine";

  private JcmdReply() {}

  /**
   * @param virtualMachine the class of that name in com.sun.tools.attach
   * @throws IOException when the JVM cannot be reached, does not know the command, or the API is
   *     another one
   */
  static String of(Class<?> virtualMachine, long pid, String command) throws IOException {
    try {
      Object jvm = virtualMachine.getMethod("attach", String.class).invoke(null, "" + pid);
      try {
        Method send =
            Class.forName(HOTSPOT, false, virtualMachine.getClassLoader())
                .getMethod("executeJCmd", String.class);
        try (InputStream reply = (InputStream) send.invoke(jvm, command)) {
          return new String(Streams.readAll(reply), StandardCharsets.UTF_8);
        }
      } finally {
        virtualMachine.getMethod("detach").invoke(jvm);
      }
    } catch (InvocationTargetException e) {
      throw failure(command, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("this Java cannot send diagnostic commands: " + e, e);
    }
  }

  private static IOException failure(String command, @Nullable Throwable cause) {
    String name = command.split(" ", 2)[0];
    return new IOException(
        name + " failed: " + (cause == null ? "without a reason" : cause.getMessage()), cause);
  }
}
