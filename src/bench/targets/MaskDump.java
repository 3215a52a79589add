import dev.jflare.hprof.HprofMask;
import dev.jflare.hprof.HprofPolicy;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;

/** Masks a dump into nothing, three times; prints the MB/s of the last. */
public final class MaskDump {
  public static void main(String[] args) throws Exception {
    HprofPolicy nothingStays =
        new HprofPolicy() {
          @Override
          public boolean keepsCounters(long serialVersionUid) {
            return false;
          }

          @Override
          public Map<String, String> texts() {
            return Collections.singletonMap("main", "main");
          }
        };
    double rate = 0;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      try (InputStream in = new FileInputStream(args[0])) {
        long bytes = HprofMask.mask(in, OutputStream.nullOutputStream(), nothingStays).bytes();
        rate = bytes * 1e3 / (System.nanoTime() - start);
      }
    }
    System.out.printf("%.0f%n", rate);
  }
}
