package dev.jflare.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.GoPprof;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.SideBySide;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM that was started with the agent, scraped as a Go program is. */
class PprofEndpointIT {
  private static final String LISTEN = "jflare.pprof.listen=127.0.0.1:0";

  /** One of each profile; what else there is to tell apart is the server's own test's. */
  private static final List<String> PROFILES =
      List.of(
          "GET /debug/pprof/",
          "GET /debug/pprof/heap?gc=1",
          "GET /debug/pprof/heap?debug=1",
          "GET /debug/pprof/heap?seconds=1",
          "GET /debug/pprof/heap?seconds=x",
          "GET /debug/pprof/allocs",
          "GET /debug/pprof/profile?seconds=1",
          "GET /debug/pprof/mutex",
          "GET /debug/pprof/block",
          "GET /debug/pprof/goroutine",
          "GET /debug/pprof/goroutine?debug=2",
          "GET /debug/pprof/threadcreate",
          "GET /debug/pprof/cmdline",
          "GET /debug/pprof/nothing");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path output;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void aJvmAnswersAsAGoProgram(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature);
    Path program = GoProgram.build("pprofserver", output);
    try (GoProgram go = GoProgram.start(program, "5s");
        Resident resident = new Resident(feature, LISTEN + ",jflare.output=" + output)) {
      String address = address(resident);
      get(address, "/debug/pprof/");
      assertFalse(
          maps(resident).contains("libasyncProfiler"), "a profiler before it was asked for");
      assertFalse(get(address, "/debug/pprof/goroutine?debug=2").body().contains("JFR"), "JFR");

      List<String> differences = new SideBySide(go.address(), address).differences(PROFILES);
      // where objects cannot be followed, what is in use is not what is shown first
      differences.removeIf(line -> feature == 8 && line.matches(".*/heap.* shows .*alloc_space.*"));
      assertEquals(List.of(), differences);
    }
  }

  @Test
  void goToolPprofReadsThemAll() throws Exception {
    assumeTrue(GoPprof.isHere(), "no go on the path");
    try (Resident resident = new Resident(17, LISTEN)) {
      String base = "http://" + address(resident) + "/debug/pprof/";
      assertTrue(pprof(base + "profile?seconds=1").contains("Busy.burnCpu"));
      assertTrue(pprof("-seconds=1", base + "profile").contains("Busy.burnCpu"));
      assertTrue(pprof("-alloc_space", base + "heap").contains("Busy.allocate"));
      assertTrue(pprof("-seconds=1", base + "allocs").contains("alloc_space"));
      assertTrue(pprof(base + "mutex").contains("Type: delay"));
      assertTrue(pprof("-seconds=1", base + "block").contains("Type: delay"));
      assertTrue(pprof(base + "goroutine").contains("Type: goroutine"));
      assertTrue(pprof(base + "threadcreate").contains("Type: threadcreate"));
    }
  }

  @Test
  void oneCpuProfileAtATime_andAClientThatGoesAwayEndsIts() throws Exception {
    try (Resident resident = new Resident(17, LISTEN)) {
      String address = address(resident);
      String shortly = "/debug/pprof/profile?seconds=1";
      CompletableFuture<HttpResponse<String>> first = takeLong(address);
      HttpResponse<String> second = get(address, shortly);
      for (int i = 0; i < 20 && second.statusCode() != 500; i++) {
        if (first.isDone()) {
          first = takeLong(address); // it came second, and was the one that was refused
        }
        second = get(address, shortly);
      }
      assertEquals(500, second.statusCode());
      assertEquals("1", second.headers().firstValue("X-Go-Pprof").orElse(""));
      assertEquals("Could not enable CPU profiling: cpu profiling already in use\n", second.body());
      assertFalse(first.isDone());
      first.cancel(true); // the JDK's client closes the connection of a cancelled call
      awaitStatus(address, 200);
    }
  }

  /** Alloy and Parca ask for these five in parallel, again and again. */
  @Test
  void scrapersAskForAllAtATime() throws Exception {
    try (Resident resident = new Resident(17, LISTEN)) {
      String address = address(resident);
      for (int round = 0; round < 2; round++) {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (String path : List.of("profile?seconds=2", "allocs", "mutex", "block", "goroutine")) {
          answers.add(
              client.sendAsync(
                  request(address, "/debug/pprof/" + path), BodyHandlers.ofByteArray()));
        }
        for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
          HttpResponse<byte[]> profile = answer.get(90, TimeUnit.SECONDS);
          assertEquals(200, profile.statusCode(), profile::toString);
          assertTrue(profile.body().length > 50, profile::toString);
        }
      }
    }
  }

  @Test
  void aFlareCanBeTakenMeanwhile() throws Exception {
    try (Resident resident = new Resident(17, LISTEN + ",jflare.output=" + output)) {
      String address = address(resident);
      CompletableFuture<HttpResponse<String>> running =
          client.sendAsync(
              request(address, "/debug/pprof/profile?seconds=4"), BodyHandlers.ofString());
      MBeanServerConnection jmx = resident.connect();
      String archive =
          (String)
              jmx.invoke(resident.awaitBean(), "collect", new Object[] {1}, new String[] {"int"});
      assertTrue(Files.isRegularFile(Path.of(archive)), archive);
      assertEquals(200, running.get(60, TimeUnit.SECONDS).statusCode());
      awaitStatus(address, 200);
    }
  }

  @Test
  void secretsAreMasked() throws Exception {
    String options = LISTEN + ",jflare.pprof.token=tok-4711-en";
    try (Resident resident = new Resident(17, options, "-Ddb.password=hunter2hunter2")) {
      String address = address(resident);
      assertEquals(401, get(address, "/debug/pprof/cmdline").statusCode());
      for (String path : List.of("/debug/pprof/cmdline", "/debug/jfr?seconds=1")) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create("http://" + address + path))
                .header("Authorization", "Bearer tok-4711-en")
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode());
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("Busy"), path);
        assertFalse(text.contains("hunter2") || text.contains("tok-4711-en"), path);
      }
    }
  }

  @Test
  void aPortInUseIsTold_andFlaresAreTakenAllTheSame() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String options = "jflare.pprof.listen=127.0.0.1:" + taken.getLocalPort();
      try (Resident resident = new Resident(17, options + ",jflare.output=" + output)) {
        MBeanServerConnection jmx = resident.connect();
        ObjectName bean = resident.awaitBean();
        String told = "jflare.pprof.listen: cannot listen on 127.0.0.1:" + taken.getLocalPort();
        String state = (String) jmx.getAttribute(bean, "State");
        assertTrue(state.startsWith("idle; no profiles are served: " + told), state);
        assertNull(jmx.getAttribute(bean, "PprofAddress"));
        assertTrue(resident.target.stderr().contains("jflare: " + told), resident.target.stderr());
        jmx.invoke(bean, "collect", new Object[] {0}, new String[] {"int"});
      }
    }
  }

  @Test
  void strangersAreNotServed_andThatIsTold() throws Exception {
    try (Resident resident = new Resident(17, "jflare.pprof.listen=0.0.0.0:0")) {
      MBeanServerConnection jmx = resident.connect();
      String state = (String) jmx.getAttribute(resident.awaitBean(), "State");
      String told = "jflare.pprof.listen 0.0.0.0:0 is not on loopback";
      assertTrue(state.startsWith("misconfigured: " + told), state);
      assertTrue(resident.target.stderr().contains("jflare: " + told), resident.target.stderr());
    }
  }

  /** By itself the tool waits for one and a half times the window, which a busy machine exceeds. */
  private static String pprof(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-timeout=90"));
    all.addAll(List.of(arguments));
    return GoPprof.print(all.toArray(new String[0]));
  }

  private static String address(Resident resident) throws Exception {
    MBeanServerConnection jmx = resident.connect();
    return (String) jmx.getAttribute(resident.awaitBean(), "PprofAddress");
  }

  private CompletableFuture<HttpResponse<String>> takeLong(String address) {
    return client.sendAsync(
        request(address, "/debug/pprof/profile?seconds=300"), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String address, String path) throws Exception {
    return client.send(request(address, path), BodyHandlers.ofString());
  }

  private static HttpRequest request(String address, String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path))
        .timeout(Duration.ofSeconds(90))
        .build();
  }

  /** Asks for a short CPU profile until the answer has this status. */
  private HttpResponse<String> awaitStatus(String address, int status) throws Exception {
    List<Integer> seen = new ArrayList<>();
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); System.nanoTime() < end; ) {
      HttpResponse<String> answer = get(address, "/debug/pprof/profile?seconds=1");
      if (answer.statusCode() == status) {
        return answer;
      }
      seen.add(answer.statusCode());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    throw new AssertionError("only " + seen);
  }

  private static String maps(Resident resident) throws IOException {
    return Files.readString(Path.of("/proc/" + resident.target.pid() + "/maps"));
  }
}
