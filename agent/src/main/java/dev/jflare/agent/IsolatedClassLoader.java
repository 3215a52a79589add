package dev.jflare.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;

/**
 * Defines the core and its libraries from memory, apart from everything the host has: the parent is
 * the platform loader (on Java 8 the extension loader), never the application's. What the core has
 * comes from the core, the rest from the parent. When the last reference goes, all of it goes.
 *
 * <p>Classes of the profiler's Java API are asked of another loader that stays: a native library
 * belongs to the loader that loaded it, and this one must not be unloaded from under a JVM that it
 * has hooked.
 */
final class IsolatedClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final JarIndex index;
  private final ClassLoader profiler;
  private final ProtectionDomain domain;

  /**
   * @param profiler the loader of the profiler's classes
   */
  IsolatedClassLoader(JarIndex index, ClassLoader profiler) {
    super(ClassLoader.getSystemClassLoader().getParent());
    this.index = index;
    this.profiler = profiler;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain = new ProtectionDomain(new CodeSource(null, (Certificate[]) null), all);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(ProfilerClassLoader.PACKAGE)) {
      return profiler.loadClass(name);
    }
    String path = name.replace('.', '/') + ".class";
    if (!index.has(path)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = index.read(path);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length, domain);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] content = index.read(name);
    return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  /**
   * Ours alone where we have it: a service file of the host's must not name classes to our
   * libraries.
   */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    URL own = findResource(name);
    return own == null
        ? super.getResources(name)
        : Collections.enumeration(Collections.singleton(own));
  }

  @Override
  protected @Nullable URL findResource(String name) {
    byte[] content = index.read(name);
    if (content == null) {
      return null;
    }
    try {
      return new URL(null, "jflare:" + name, new InMemory(content));
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(
          "a URL with its own handler is always well formed", impossible);
    }
  }

  /** Opens connections to one entry's bytes. */
  private static final class InMemory extends URLStreamHandler {
    private final byte[] content;

    InMemory(byte[] content) {
      this.content = content;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(content);
        }
      };
    }
  }
}
