import java.io.FileOutputStream;

/**
 * Sets a secret by itself, as frameworks do that read a vault, and lets it slip where no rule can know it: in a log, a thread's name, the message of an
 * exception, and, where there is JFR, an event. The secret is put together here, so that it is in no argument, file or variable.
 */
public final class Chatty {
  private Chatty() {}

  public static void main(String[] arguments) throws Exception {
    String secret = new StringBuilder("1007!ottocop").reverse().toString();
    System.setProperty("vault.password", secret);
    FileOutputStream log = new FileOutputStream("app.log", true);
    log.write(("kept-line: opened with " + secret + " for bob\n").getBytes("UTF-8"));
    Thread talker = new Thread(() -> talk(secret), "kept-pool " + secret);
    talker.setDaemon(true);
    talker.start();
    System.out.println("ready");
    System.in.read();
  }

  private static void talk(String secret) {
    while (true) {
      try {
        throw new IllegalStateException("kept-message no luck with " + secret);
      } catch (IllegalStateException e) {
        // that JFR tells of it is all it is for
      }
      try {
        new java.io.FileInputStream("/proc/self/kept-" + secret).close();
      } catch (java.io.IOException e) {
        pause();
      }
    }
  }

  private static void pause() {
    long until = System.nanoTime() + 1_000_000;
    while (System.nanoTime() < until) {
      Thread.yield();
    }
  }
}
