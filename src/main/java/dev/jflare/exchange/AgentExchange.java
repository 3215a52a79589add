package dev.jflare.exchange;

import dev.jflare.json.Json;
import dev.jflare.lang.FolderTree;
import dev.jflare.scrub.KnownValue;
import dev.jflare.scrub.KnownValues;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The agent's side of the exchange folder. */
public final class AgentExchange {
  static final String REQUEST = "request";
  static final String ALIVE = "alive";
  static final String PROGRESS = "progress";
  static final String RESULT = "result";
  static final String CANCEL = "cancel";
  static final String PART = "part";
  static final String PAD = "pad";
  static final String LEARNT = "learnt";
  static final String RECORDINGS = "recordings";

  private final Path folder;
  private final ExchangeRequest request;
  private final byte[] pad;
  private int padUsed;
  private int learntSent;

  private AgentExchange(Path folder, ExchangeRequest request, byte[] pad) {
    this.folder = folder;
    this.request = request;
    this.pad = pad;
  }

  /**
   * @param requestFile the agent's argument
   * @throws IOException when there is no valid request: then nothing must be done
   */
  public static AgentExchange open(Path requestFile) throws IOException {
    ExchangeRequest request = ExchangeRequest.load(requestFile);
    Path folder = requestFile.getParent();
    if (folder == null || !folder.endsWith(".jflare-" + request.text(ExchangeRequest.NONCE, "?"))) {
      throw new IOException("the request's nonce does not belong to its folder");
    }
    return new AgentExchange(folder, request, takenPad(folder.resolve(PAD)));
  }

  /** Reads the pad and deletes it: from now on only two processes have it, in memory. */
  private static byte[] takenPad(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new byte[0]; // of a command line that does not know of it
    }
    byte[] pad = Files.readAllBytes(file);
    Files.delete(file);
    return pad;
  }

  public ExchangeRequest request() {
    return request;
  }

  public Path part() {
    return folder.resolve(PART);
  }

  public Path recordings() {
    return folder.resolve(RECORDINGS);
  }

  /** A private folder for temporary files, gone with the exchange folder. */
  public Path folder() {
    return folder;
  }

  /** Appends one event. */
  public synchronized void progress(Map<String, ?> event) throws IOException {
    byte[] line = (Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(
        folder.resolve(PROGRESS), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Passes on, sealed, which secret values were learnt since the last call. They stay behind when
   * the pad is used up; then the command line masks only what it knows by itself.
   */
  public synchronized void learnt(KnownValues known) throws IOException {
    List<KnownValue> news = known.since(learntSent);
    byte[] sealed = SealedValues.seal(news, pad, padUsed);
    if (sealed.length > 0) {
      Files.write(
          folder.resolve(LEARNT), sealed, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      padUsed += sealed.length;
      learntSent += news.size();
    }
  }

  /** Says how it ended; once. */
  public void result(Map<String, ?> result) throws IOException {
    Path unfinished = folder.resolve(RESULT + ".new");
    Files.write(unfinished, Json.line(result).getBytes(StandardCharsets.UTF_8));
    Files.move(unfinished, folder.resolve(RESULT), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether the command line asked to stop. */
  public boolean cancelled() {
    return Files.exists(folder.resolve(CANCEL));
  }

  /** Whether the folder is gone: the command line has what it wants. */
  public boolean released() {
    return !Files.exists(folder.resolve(ALIVE));
  }

  /**
   * Whether the command line has died: nobody holds the lock on {@code alive}. One that ends as it
   * should takes the file away first, so that it never looks dead.
   */
  public boolean abandoned() {
    try (FileChannel channel = FileChannel.open(folder.resolve(ALIVE), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException both) {
      return false; // both sides live in one JVM, as tests do
    } catch (IOException goneOrOdd) {
      return false;
    }
  }

  /** Removes what was written after the command line had gone. */
  public void clear() throws IOException {
    FolderTree.delete(folder);
  }

  /** Removes all of it and the agent's jar; for when the command line cannot any more. */
  public void delete() throws IOException {
    Path jar = Paths.get(request.text(ExchangeRequest.AGENT_JAR, ""));
    Path name = jar.getFileName();
    if (name != null && name.toString().startsWith(Exchange.AGENT_JAR_PREFIX)) {
      Files.deleteIfExists(jar); // only a copy that a command line has placed
    }
    FolderTree.delete(folder);
  }
}
