package dev.jflare.agent;

import java.util.HashMap;
import java.util.Map;

/**
 * Holds async-profiler's few Java classes for the life of the JVM. A native library belongs to the
 * loader whose class loaded it and goes with that loader, which it must not: the JVM it has hooked
 * would call into nothing.
 */
final class ProfilerClassLoader extends ClassLoader {
  static final String PACKAGE = "one.profiler.";

  private final Map<String, byte[]> classes = new HashMap<String, byte[]>();

  ProfilerClassLoader(JarIndex index) {
    super(ClassLoader.getSystemClassLoader().getParent());
    for (String path : index.names(PACKAGE.replace('.', '/'))) {
      byte[] bytes = index.read(path);
      if (bytes != null) {
        classes.put(path.replace('/', '.').replaceAll("\\.class$", ""), bytes);
      }
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
