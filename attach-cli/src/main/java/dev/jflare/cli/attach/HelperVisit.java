package dev.jflare.cli.attach;

import dev.jflare.cli.attach.HelperEar.Message;
import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.json.Json;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.scrub.KnownValues;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A visit made by a helper that runs as the target's user: for JVMs that obey nobody else, and for
 * user namespaces, in which our root cannot even make a file. What it brings is copied into a
 * folder of ours.
 */
final class HelperVisit implements Visit {
  /** A JVM has to start, on a machine that may be in trouble. */
  private static final Duration HELPER_START = Duration.ofSeconds(10);

  /** For a helper that was told to stop; below the grace of our collector. */
  private static final Duration LAST_WORDS = Duration.ofMillis(3800);

  private static final long END_SECONDS = 5;

  private final ProcessView process;
  private final TargetUser user;
  private final Path folder;
  private final HelperJar jar;
  private final Process helper;
  private final DataOutputStream orders;
  private final HelperEar ear;
  private String agentJar = "";

  private HelperVisit(
      ProcessView process, TargetUser user, Path folder, HelperJar jar, AgentListener listener)
      throws IOException {
    this.process = process;
    this.user = user;
    this.folder = folder;
    this.jar = jar;
    this.helper =
        user.start(jar.command()).redirectError(folder.resolve("stderr").toFile()).start();
    this.orders = new DataOutputStream(helper.getOutputStream());
    this.ear = HelperEar.listen(helper.getInputStream(), folder, listener);
  }

  /** Starts the helper; it does nothing before it has its orders. */
  static HelperVisit begin(ProcessView process, TargetUser user, AgentListener listener, Log log)
      throws IOException {
    new ListenerDoor(process, log).clear();
    Path folder = Files.createTempDirectory("jflare-helper-"); // mode 0700
    @Nullable HelperJar jar = null;
    try {
      jar = HelperJar.readableByAll();
      return new HelperVisit(process, user, folder, jar, listener);
    } catch (IOException | RuntimeException e) {
      if (jar != null) {
        jar.close();
      }
      FolderTree.delete(folder);
      throw e;
    }
  }

  @Override
  public Loaded load(ExchangeRequest order, Deadline limit)
      throws IOException, InterruptedException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    order.write(request);
    orders.writeLong(process.pid());
    orders.writeLong(limit.remainingMillis());
    HelperWire.text(orders, new String(request.toByteArray(), StandardCharsets.UTF_8));
    orders.flush();
    Message answer =
        ear.next(Deadline.after(Duration.ofNanos(limit.remainingNanos()).plus(HELPER_START)));
    if (answer == null || answer.kind != HelperWire.LOADED) {
      throw failure(answer, "the helper did not load the agent in time");
    }
    agentJar = answer.texts[2];
    return new Loaded(
        LoadReply.valueOf(answer.texts[0]),
        answer.texts[1] + ", as the JVM's user by " + user.tool());
  }

  @Override
  public Map<String, Object> await(Deadline deadline) throws IOException, InterruptedException {
    try {
      return result(ear.next(deadline));
    } catch (InterruptedException cancelled) {
      HelperWire.send(orders, HelperWire.CANCEL);
      Message last = ear.next(Deadline.after(LAST_WORDS));
      if (last == null) {
        throw cancelled;
      }
      return result(last);
    }
  }

  private Map<String, Object> result(@Nullable Message answer) throws IOException {
    if (answer == null || answer.kind != HelperWire.RESULT) {
      throw failure(answer, "the agent was not done in time");
    }
    return Json.readObject(answer.texts[0]);
  }

  private IOException failure(@Nullable Message answer, String late) throws IOException {
    if (answer == null) {
      return new IOException(late);
    }
    if (answer.kind == HelperWire.PROBLEM) {
      AttachProblem problem = AttachProblem.valueOf(answer.texts[0]);
      return new AttachException(problem, answer.texts[1], null);
    }
    if (answer.kind == HelperWire.FAILED) {
      return new IOException(answer.texts[0]);
    }
    String said = new String(Files.readAllBytes(folder.resolve("stderr")), StandardCharsets.UTF_8);
    return new IOException(
        "the helper ended: " + (said.isEmpty() ? "it said nothing" : said.trim()));
  }

  @Override
  public boolean began() {
    return ear.heardOfTheAgent();
  }

  @Override
  public Path part() {
    return folder.resolve("part");
  }

  @Override
  public void learnt(KnownValues known) {
    ear.learnt().since(0).forEach(value -> known.learn(value.value(), value.kind()));
  }

  @Override
  public Path recordings() {
    return folder.resolve("recordings");
  }

  @Override
  public String keepAgent() throws IOException {
    HelperWire.send(orders, HelperWire.KEEP);
    return agentJar;
  }

  @Override
  public void close() throws IOException {
    try {
      try {
        orders.close(); // it lets go of the JVM and ends
      } catch (IOException ended) {
        // it has, before
      }
      if (!helper.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        helper.destroyForcibly();
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
    } finally {
      jar.close();
      FolderTree.delete(folder);
    }
  }
}
