import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Holds so many MB of what programs hold: maps of strings, small objects, buffers. */
public final class Hoarder {
  static final List<Object> KEPT = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    int megabytes = Integer.parseInt(args[0]);
    for (int i = 0; i < megabytes; i++) {
      Map<String, Object> map = new HashMap<>();
      for (int j = 0; j < 5000; j++) {
        map.put("customer-" + i + "-" + j, new long[] {i, j});
      }
      KEPT.add(map);
      KEPT.add(new byte[200_000]);
    }
    System.out.println("ready");
    Thread.sleep(3_600_000);
  }
}
