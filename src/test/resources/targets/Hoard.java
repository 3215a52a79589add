import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has secrets in every kind of place that a heap has; their values are its arguments. */
public final class Hoard {
  static String staticText;
  static long staticCard;
  static char[] characters;
  static byte[] bytes;
  static String wide;
  static String encoded;
  static final List<Object> LIST = new ArrayList<>();
  static final Map<String, Object> MAP = new HashMap<>();

  static final class Card {
    final long number;
    final double limit;
    final int pin;
    final String holder;
    final Card next;

    Card(long number, int pin, String holder, Card next) {
      this.number = number;
      this.limit = Double.longBitsToDouble(number);
      this.pin = pin;
      this.holder = holder;
      this.next = next;
    }
  }

  static final class Large extends ArrayList<Object> {
    private static final long serialVersionUID = 1;
    final long card;

    Large(long card) {
      this.card = card;
    }
  }

  public static void main(String[] args) throws Exception {
    String secret = args[0];
    staticText = new StringBuilder(secret).toString();
    staticCard = Long.parseLong(args[1]);
    characters = secret.toCharArray();
    bytes = secret.getBytes(StandardCharsets.UTF_8);
    wide = "\u0436" + secret;
    encoded = Base64.getEncoder().encodeToString(bytes);
    Card card = null;
    for (int i = 0; i < 50; i++) {
      card = new Card(staticCard, 47110815, "holder " + secret, card);
      LIST.add(card);
    }
    LIST.add(new Large(staticCard));
    for (int i = 0; i < 777; i++) {
      MAP.put(secret + i, "literal-of-a-class-file-51");
    }
    Thread.currentThread().setName("kept-worker password=" + secret);
    Thread pool = new Thread(Hoard::sleep, "kept-pool-1");
    pool.setDaemon(true);
    pool.start();
    System.out.println("ready");
    sleep();
  }

  private static void sleep() {
    try {
      Thread.sleep(600_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
