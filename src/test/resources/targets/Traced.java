import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * Works within spans, and tells JFR of each as the two tracers do. {@code Traced <folder> <engine>
 * <window millis>} records itself meanwhile.
 */
public final class Traced {
  static final Object gate = new Object();

  @Name("io.opentelemetry.context.Scope")
  static final class OtelScope extends Event {
    String traceId;
    String spanId;
  }

  @Name("datadog.Scope")
  @StackTrace(false)
  static final class DatadogScope extends Event {
    long traceId;
    long spanId;
    long cpuTime;
  }

  @Name("datadog.Timeline")
  static final class DatadogTimeline extends Event {
    long localRootSpanId;
    long spanId;
  }

  @Name("shop.Payment")
  static final class Payment extends Event {
    String card = "4111 1111 1111 1111";
  }

  private Traced() {}

  public static void main(String[] args) throws Exception {
    start("otel", () -> otel("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", Traced::spanWork));
    start("outer", () -> otel("11111111111111111111111111111111", "1111111111111111", () -> {
      Planted.burnCpu();
      otel("11111111111111111111111111111111", "2222222222222222", Traced::innerWork);
    }));
    start("datadog", () -> {
      DatadogScope scope = new DatadogScope();
      scope.begin();
      scope.traceId = -1L;
      scope.spanId = 42;
      datadogWork();
      scope.commit();
    });
    start("timeline", () -> {
      DatadogTimeline timeline = new DatadogTimeline();
      timeline.begin();
      timeline.localRootSpanId = 7;
      timeline.spanId = -2L;
      timelineWork();
      timeline.commit();
    });
    start("secret", () -> otel("password=hunter2", "x", Traced::secretWork));
    start("untraced", Traced::untracedWork);
    start("holder", () -> { synchronized (gate) { Planted.pause(5); } });
    Planted.pause(300);
    Record.once(args[0], args[1], Long.parseLong(args[2]));
  }

  private static void otel(String trace, String span, Runnable work) {
    OtelScope scope = new OtelScope();
    scope.begin();
    scope.traceId = trace;
    scope.spanId = span;
    work.run();
    scope.commit();
    new Payment().commit();
  }

  private static void spanWork() {
    Planted.burnCpu();
    waitForGate();
  }

  private static void waitForGate() {
    synchronized (gate) {
      Planted.sink++;
    }
  }

  private static void innerWork() {
    Planted.burnCpu();
  }

  private static void datadogWork() {
    Planted.burnCpu();
  }

  private static void timelineWork() {
    Planted.burnCpu();
  }

  private static void secretWork() {
    Planted.burnCpu();
  }

  private static void untracedWork() {
    Planted.burnCpu();
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(() -> { while (true) { work.run(); Planted.pause(5); } }, name);
    thread.setDaemon(true);
    thread.start();
  }
}
