import java.io.FileOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Map;
import javax.management.ObjectName;

/**
 * Carries secrets in every place where programs have them. What is planted where comes from the test: {@code planted.properties} says what cannot be
 * an argument, a variable or a file.
 */
public final class Secretive {
  static volatile Object sink;
  static String kept;

  /** What a connection pool shows of itself. */
  public interface PoolMBean {
    String getPassword();

    String getUrl();

    Map<String, String> getOptions();
  }

  static final class Pool implements PoolMBean {
    private final java.util.Properties planted;

    Pool(java.util.Properties planted) {
      this.planted = planted;
    }

    @Override public String getPassword() {
      return planted.getProperty("bean.one");
    }

    @Override public String getUrl() {
      return "jdbc:postgresql://bob:" + planted.getProperty("bean.two") + "@db.example.com/shop";
    }

    @Override public Map<String, String> getOptions() {
      return Collections.singletonMap("accessToken", planted.getProperty("bean.three"));
    }
  }

  private Secretive() {}

  public static void main(String[] arguments) throws Exception {
    java.util.Properties planted = new java.util.Properties();
    try (java.io.InputStream in = new java.io.FileInputStream("planted.properties")) {
      planted.load(in);
    }
    new java.io.File("planted.properties").delete();
    kept = planted.getProperty("heap") + (arguments.length == 99 ? "ibex!3010" : "");
    ManagementFactory.getPlatformMBeanServer().registerMBean(new Pool(planted), new ObjectName("test:type=Pool"));
    FileOutputStream log = new FileOutputStream("app.log", true);
    log.write("kept-last-line of the log\n".getBytes("UTF-8"));
    // ends by itself when this JVM and with it the pipe is gone
    Process child =
        new ProcessBuilder("/bin/sh", "-c", "read line; :", "sh", "--password", planted.getProperty("child")).start();
    Thread.sleep(100);
    Thread hot = new Thread(() -> compute(planted.getProperty("exception")), "kept-pool password=" + planted.getProperty("thread"));
    hot.setDaemon(true);
    hot.start();
    System.err.println("cannot log in with password=" + planted.getProperty("console"));
    System.out.println("ready");
    System.out.flush();
    Thread.sleep(120_000);
    log.close();
    child.destroy();
  }

  private static void compute(String secret) {
    long x = 1;
    while (true) {
      for (int i = 0; i < 2_000_000; i++) {
        x = x * 31 + i;
      }
      sink = new byte[200_000 + (int) (x & 7)];
      try {
        throw new IllegalStateException("login failed: password=" + secret + " for bob");
      } catch (IllegalStateException e) {
        sink = e;
      }
      try {
        throw new Error("cannot open jdbc:x://bob:" + secret + "@db.example.com/x");
      } catch (Error e) {
        sink = e;
      }
    }
  }
}
