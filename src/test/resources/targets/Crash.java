import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Properties;

/** Crashes with secrets around: in arguments, the environment, a thread's name, a message, and in memory. */
public final class Crash {
  static volatile Object sink;

  private Crash() {}

  public static void main(String[] arguments) throws Exception {
    Properties planted = new Properties();
    try (java.io.InputStream in = new java.io.FileInputStream("planted.properties")) {
      planted.load(in);
    }
    Thread named = new Thread(() -> spin(), "kept-pool password=" + planted.getProperty("thread"));
    named.setDaemon(true);
    named.start();
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field field = type.getDeclaredField("theUnsafe");
    field.setAccessible(true);
    Method write = type.getMethod("putLong", long.class, long.class);
    System.out.println("ready");
    System.out.flush();
    // eight letters in a register and on the stack
    write.invoke(field.get(null), 8L, 0x7465736d61726c65L);
  }

  private static void spin() {
    while (true) {
      sink = new byte[100];
    }
  }
}
