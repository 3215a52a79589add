import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Records twice as the agent does: the profiler's class in a loader that stays, everything else in
 * one that is dropped. {@code Unload <folder> <engine> <profiler jar> <other class path>...} prints
 * {@code loaders alive: N}.
 */
public final class Unload {
  private Unload() {}

  public static void main(String[] args) throws Exception {
    Planted.start();
    ClassLoader platform = ClassLoader.getSystemClassLoader().getParent();
    URL[] keeperUrls = {Paths.get(args[2]).toUri().toURL()};
    ClassLoader keeper = new URLClassLoader(keeperUrls, platform);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int run = 1; run <= 2; run++) {
      Path folder = Files.createDirectory(Paths.get(args[0], "run" + run));
      loaders.add(runOnce(keeper, args, folder));
    }
    int alive = loaders.size();
    for (int i = 0; i < 50 && alive > 0; i++) {
      System.gc();
      Planted.pause(100);
      alive = 0;
      for (WeakReference<ClassLoader> loader : loaders) {
        alive += loader.get() == null ? 0 : 1;
      }
    }
    System.out.println("loaders alive: " + alive);
  }

  private static WeakReference<ClassLoader> runOnce(ClassLoader keeper, String[] args, Path folder)
      throws Exception {
    List<URL> urls = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      urls.add(Paths.get(args[i]).toUri().toURL());
    }
    Core core = new Core(urls.toArray(new URL[0]), keeper);
    core.loadClass("Record")
        .getMethod("once", String.class, String.class, long.class)
        .invoke(null, folder.toString(), args[1], 1000L);
    return new WeakReference<>(core);
  }

  /**
   * Defines classes whose protection domain does not know their loader. Until Java 23 a new thread
   * keeps the domains of the code that started it, and JFR starts threads that stay: with the usual
   * domain they would hold this loader for ever.
   */
  private static final class Core extends ClassLoader {
    private static final ProtectionDomain DOMAIN =
        new ProtectionDomain(new CodeSource(null, (Certificate[]) null), allPermissions());

    private final URLClassLoader files;

    Core(URL[] urls, ClassLoader parent) {
      super(parent);
      files = new URLClassLoader(urls, null);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream in = files.getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
          bytes.write(b);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size(), DOMAIN);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    protected URL findResource(String name) {
      return files.getResource(name);
    }

    private static PermissionCollection allPermissions() {
      Permissions permissions = new Permissions();
      permissions.add(new AllPermission());
      return permissions;
    }
  }
}
