import one.profiler.AsyncProfiler;
import one.profiler.Span;

/** Records itself into a file, with spans of async-profiler around half of the work: {@code Spans <library> <file>}. */
public final class Spans {
  static volatile double sink;

  public static void main(String[] args) throws Exception {
    AsyncProfiler profiler = AsyncProfiler.getInstance(args[0]);
    profiler.execute(
        "start,jfr,event=cpu,interval=1ms,nativemem=16k,nativelock=1us,loglevel=none,file=" + args[1]);
    for (int i = 0; i < 10; i++) {
      long start = Span.start();
      inside();
      Span.end(start, "checkout");
      outside();
    }
    profiler.execute("stop,loglevel=none");
  }

  static void inside() {
    burn();
  }

  static void outside() {
    burn();
  }

  static void burn() {
    double sum = 0;
    for (int i = 0; i < 20_000_000; i++) {
      sum += Math.sqrt(i);
    }
    sink = sum;
  }
}
