import java.util.concurrent.TimeUnit;

/** Carries secrets the way real programs do, throws, computes for a moment, and ends. */
public final class Leaky {
  static volatile Object sink;

  public static void main(String[] args) throws Exception {
    Thread.currentThread().setName("pool url=http://bob:planted-thread@example.com/");
    System.out.println("ready");
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[0]));
    while (System.nanoTime() < end) {
      try {
        throw new IllegalStateException("login failed: password=planted-exception for bob");
      } catch (IllegalStateException e) {
        sink = e;
      }
      try {
        throw new Error("cannot open jdbc:x://bob:planted-error@db.example.com/x");
      } catch (Error e) {
        sink = e;
      }
      byte[] garbage = new byte[10000];
      sink = garbage;
      Thread.sleep(5);
    }
    Process child = new ProcessBuilder("/bin/echo", "--token", "planted-child").start();
    child.waitFor();
  }
}
