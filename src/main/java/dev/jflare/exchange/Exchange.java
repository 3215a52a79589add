package dev.jflare.exchange;

import dev.jflare.json.Json;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Hex;
import dev.jflare.lang.LockedFolder;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Streams;
import dev.jflare.scrub.KnownValues;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line's side of the exchange folder. What the agent's side wrote belongs to another
 * user and is not trusted: links are not followed, sizes are bounded.
 */
public final class Exchange implements Closeable {
  /** How the name of every placed agent jar begins. */
  public static final String AGENT_JAR_PREFIX = ".jflare-agent-";

  /** What the names of exchange folders look like. */
  public static final String FOLDER_GLOB = ".jflare-????????????????????????";

  private static final String PREFIX = ".jflare-";

  /** A killed command's agent takes the folder away, unless its JVM is gone or hangs. */
  private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);

  private static final OpenOption[] READ_NO_LINKS = {
    StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS
  };

  /** More than any agent writes; a progress file above it is not from our agent. */
  private static final int LARGEST_READ = 1 << 24;

  private final Path folder;
  private final String folderInTarget;
  private final int uid;
  private final int gid;
  private final String nonce;
  private final FileChannel alive;
  private final List<Path> besides = new ArrayList<>();
  private final byte[] pad = new byte[SealedValues.PAD_BYTES];
  private long progressRead;

  private Exchange(Path folder, String folderInTarget, int[] owner, String nonce)
      throws IOException {
    this.folder = folder;
    this.folderInTarget = folderInTarget;
    this.uid = owner[0];
    this.gid = owner[1];
    this.nonce = nonce;
    Path aliveFile = folder.resolve(AgentExchange.ALIVE);
    alive = FileChannel.open(aliveFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    own(aliveFile, "rw-------");
    alive.lock();
  }

  /**
   * Creates the folder.
   *
   * @param tmp the target's {@code /tmp} as this process sees it, {@code /proc/PID/root/tmp} for
   *     example
   * @param tmpInTarget the same folder as the target names it
   * @param owner uid and gid of the target
   * @throws IOException when the folder cannot be created there or given to the target's user
   */
  public static Exchange create(Path tmp, String tmpInTarget, int[] owner) throws IOException {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    String nonce = Hex.of(random);
    String name = PREFIX + nonce;
    Path folder = OwnerOnly.folder(tmp.resolve(name));
    LockedFolder.deleteLeftBehind(folder, PREFIX, AgentExchange.ALIVE, LEFT_BEHIND);
    try {
      Exchange exchange = new Exchange(folder, tmpInTarget + "/" + name, owner, nonce);
      exchange.own(folder, "rwx------");
      return exchange;
    } catch (IOException | RuntimeException e) {
      FolderTree.delete(folder);
      throw e;
    }
  }

  /**
   * Whether a folder is the exchange of a command line that is alive and works in this process.
   *
   * @param locks what {@code /proc/locks} says, see proc(5)
   * @return since when; empty when it is not, or not ours to read
   */
  public static Optional<Instant> heldFor(Path folder, long pid, String locks) {
    Path alive = folder.resolve(AgentExchange.ALIVE);
    try {
      Path request = folder.resolve(AgentExchange.REQUEST);
      if (!Files.isRegularFile(request, LinkOption.NOFOLLOW_LINKS)
          || Files.size(request) > LARGEST_READ) {
        return Optional.empty();
      }
      String jar = ExchangeRequest.load(request).text(ExchangeRequest.AGENT_JAR, "");
      Object inode = Files.getAttribute(alive, "unix:ino", LinkOption.NOFOLLOW_LINKS);
      return jar.endsWith("-" + pid + ".jar") && locks.contains(":" + inode + " ")
          ? Optional.of(Files.getLastModifiedTime(alive, LinkOption.NOFOLLOW_LINKS).toInstant())
          : Optional.empty();
    } catch (IOException | RuntimeException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * Puts the agent jar where the target can read it: always the same path for the same jar and
   * target, because a JVM keeps one descriptor for each distinct path for ever (reference attach
   * 0.8).
   *
   * @param name unique for jar content and target, beginning with {@link #AGENT_JAR_PREFIX}
   * @return the path in the target's view
   */
  public String placeAgent(InputStream jar, String name) throws IOException {
    Path parent = folder.getParent();
    Path place = parent == null ? folder.resolve(name) : parent.resolve(name);
    try {
      copy(jar, place);
    } catch (FileAlreadyExistsException taken) {
      // left by a run that was killed, or planted: never trusted, the folder of our own is always
      // free
      if (!removeOwn(place)) {
        place = folder.resolve(name);
      }
      copy(jar, place);
    }
    own(place, "r--------");
    besides.add(place);
    Path fileName = place.getFileName();
    Path placeParent = place.getParent();
    boolean inside = placeParent != null && placeParent.equals(folder);
    String tmpInTarget = folderInTarget.substring(0, folderInTarget.lastIndexOf('/'));
    return (inside ? folderInTarget : tmpInTarget) + "/" + fileName;
  }

  /**
   * Leaves the agent jar where it is when this closes: an agent that stays takes its core from
   * there.
   */
  public void keepAgent() {
    besides.clear();
  }

  /**
   * Writes the request; from now on the agent may be loaded. Its path, in the target's view, is the
   * agent's argument.
   */
  public String submit(ExchangeRequest request) throws IOException {
    request.set(ExchangeRequest.NONCE, nonce);
    new SecureRandom().nextBytes(pad);
    Path padFile = folder.resolve(AgentExchange.PAD);
    copy(new ByteArrayInputStream(pad), padFile);
    own(padFile, "rw-------");
    Path unfinished = folder.resolve(AgentExchange.REQUEST + ".new");
    request.save(unfinished);
    own(unfinished, "rw-------");
    Files.move(unfinished, folder.resolve(AgentExchange.REQUEST));
    return folderInTarget + "/" + AgentExchange.REQUEST;
  }

  /**
   * The progress lines written since the last call, each a JSON object; a line that is none is left
   * out.
   */
  public List<Map<String, Object>> progress() throws IOException {
    List<Map<String, Object>> events = new ArrayList<>();
    String text = readFrom(AgentExchange.PROGRESS, progressRead);
    int end = text.lastIndexOf('\n') + 1;
    progressRead += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    for (String line : text.substring(0, end).split("\n", -1)) {
      if (!line.isEmpty()) {
        try {
          events.add(Json.readObject(line));
        } catch (IOException notOurs) {
          // the file belongs to the target's user: what is no JSON object says nothing
        }
      }
    }
    return events;
  }

  /** The agent's result, or null while there is none. */
  public @Nullable Map<String, Object> result() throws IOException {
    if (!Files.isRegularFile(folder.resolve(AgentExchange.RESULT), LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return Json.readObject(readFrom(AgentExchange.RESULT, 0));
  }

  /**
   * Teaches which secret values the agent has learnt so far. What was tampered with says nothing.
   */
  public void learnt(KnownValues known) throws IOException {
    Path file = folder.resolve(AgentExchange.LEARNT);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > pad.length) {
      return;
    }
    try (InputStream in = Files.newInputStream(file, READ_NO_LINKS)) {
      for (String[] value : SealedValues.open(Streams.readAll(in), pad)) {
        known.learn(value[0], value[1]);
      }
    }
  }

  /**
   * Makes the folder of {@link #recordings} here, for a JVM that is to write there by itself.
   *
   * @return the folder as the target names it
   */
  public String makeRecordings() throws IOException {
    own(OwnerOnly.folder(recordings()), "rwx------");
    return folderInTarget + "/" + AgentExchange.RECORDINGS;
  }

  /**
   * Writes a file that the target may read.
   *
   * @return its path as the target names it
   */
  public String offer(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = OwnerOnly.stream(file)) {
      out.write(content);
    }
    own(file, "r--------");
    return folderInTarget + "/" + name;
  }

  /** Where the agent leaves its evidence, for {@code FlareBuilder.absorb}. */
  public Path part() {
    return folder.resolve(AgentExchange.PART);
  }

  /** Where the agent leaves what the profilers recorded. */
  public Path recordings() {
    return folder.resolve(AgentExchange.RECORDINGS);
  }

  /**
   * Takes the request back, so that an agent that was not loaded yet does nothing, and asks a
   * running one to stop.
   */
  public void cancel() throws IOException {
    Files.deleteIfExists(folder.resolve(AgentExchange.REQUEST));
    Path cancel = folder.resolve(AgentExchange.CANCEL);
    if (!Files.exists(cancel, LinkOption.NOFOLLOW_LINKS)) {
      Files.createFile(cancel);
    }
  }

  @Override
  public void close() throws IOException {
    // before its lock is free: an agent that finds it free takes us for dead, and cleans up for us
    Files.deleteIfExists(folder.resolve(AgentExchange.ALIVE));
    alive.close();
    for (Path file : besides) {
      Files.deleteIfExists(file);
    }
    FolderTree.delete(folder);
  }

  private String readFrom(String name, long offset) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file, READ_NO_LINKS)) {
      long size = channel.size() - offset;
      if (size > LARGEST_READ) {
        throw new IOException(name + " has grown to " + size + " bytes; it is not our agent's");
      }
      channel.position(offset);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, size));
      int read;
      do {
        read = channel.read(buffer);
      } while (read > 0);
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }
  }

  private boolean removeOwn(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return Integer.valueOf(uid).equals(owner) && Files.deleteIfExists(file);
  }

  private void own(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Object have = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Object haveGroup = Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    if (!Integer.valueOf(uid).equals(have) || !Integer.valueOf(gid).equals(haveGroup)) {
      Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static void copy(InputStream jar, Path file) throws IOException {
    try (OutputStream out = OwnerOnly.stream(file)) {
      Streams.copy(jar, out);
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (IOException full) {
      Files.deleteIfExists(file);
      throw full;
    }
  }
}
