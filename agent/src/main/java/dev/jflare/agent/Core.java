package dev.jflare.agent;

import java.io.IOException;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One life of the core: loaded from a jar, asked one thing, dropped. Only JDK types cross: the
 * operation's name and its arguments go in, a map comes out.
 */
final class Core {
  private static final String INSIDE = "dev.jflare.inside.Inside";

  /**
   * Stays for the life of the JVM once a core was loaded: it owns the profiler's native library.
   */
  private static @Nullable ClassLoader profiler;

  private final BiFunction<String, Map<String, Object>, Map<String, Object>> inside;

  @SuppressWarnings("unchecked") // the core's entry is of this type by agreement
  private Core(Object inside) {
    this.inside = (BiFunction<String, Map<String, Object>, Map<String, Object>>) inside;
  }

  static Core load(AgentJar jar) throws IOException {
    JarIndex index = new JarIndex(jar.core());
    IsolatedClassLoader loader = new IsolatedClassLoader(index, profilerLoader(index));
    try {
      return new Core(loader.loadClass(INSIDE).getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IOException("the core of " + jar.file() + " does not start: " + e, e);
    }
  }

  /**
   * @param operation what to do: {@code attached}, {@code flare}, {@code send}, {@code check},
   *     {@code serve}
   * @param arguments JDK types only; Inside says which
   */
  Map<String, Object> run(String operation, Map<String, Object> arguments) {
    return inside.apply(operation, arguments);
  }

  private static synchronized ClassLoader profilerLoader(JarIndex index) {
    if (profiler == null) {
      profiler = new ProfilerClassLoader(index);
    }
    return profiler;
  }
}
