import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Name;
import jdk.jfr.Recording;

/**
 * Has a JFR recording of its own running while it records itself: {@code OwnRecording <folder>
 * <engine> <file for its own recording>}. Prints the state of all recordings before and after, and
 * how many events of its own it has written.
 */
public final class OwnRecording {
  @Name("shop.Order")
  static final class Order extends Event {
    long number;
  }

  private OwnRecording() {}

  public static void main(String[] args) throws Exception {
    Planted.start();
    Path file = Paths.get(args[2]);
    try (Recording own = new Recording()) {
      own.setName("the program's own");
      own.enable("jdk.ThreadPark").withThreshold(Duration.ofMillis(20)).withStackTrace();
      own.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(20));
      own.enable("shop.Order");
      own.start();
      int orders = order(50);
      String before = recordings();
      System.out.println("session begins: " + System.currentTimeMillis());
      Record.once(args[0], args[1], 1_000);
      System.out.println("session ends: " + System.currentTimeMillis());
      orders += order(50);
      System.out.println("same: " + recordings().equals(before) + " " + before);
      System.out.println("orders: " + orders);
      own.stop();
      own.dump(file);
    }
  }

  private static int order(int count) {
    for (int i = 0; i < count; i++) {
      Order order = new Order();
      order.number = i;
      order.commit();
      Planted.pause(20);
    }
    return count;
  }

  private static String recordings() {
    StringBuilder all = new StringBuilder();
    for (Recording recording : FlightRecorder.getFlightRecorder().getRecordings()) {
      Map<String, String> settings = new TreeMap<>(recording.getSettings());
      all.append(recording.getName()).append(recording.getState()).append(settings);
    }
    return all.toString();
  }
}
