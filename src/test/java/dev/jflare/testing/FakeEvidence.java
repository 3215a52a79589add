package dev.jflare.testing;

import dev.jflare.archive.ClosedEvidenceException;
import dev.jflare.archive.Evidence;
import dev.jflare.archive.HeapDumpStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what a collector brings, so that a test can look at it. Nothing is scrubbed. As the real
 * one it takes each path once and refuses paths that leave the flare.
 */
public final class FakeEvidence implements Evidence {
  private final Map<String, byte[]> entries = new ConcurrentHashMap<>();
  private final Map<String, Path> sources = new ConcurrentHashMap<>();
  private final List<Path> seen = new CopyOnWriteArrayList<>();
  private final List<String> gaps = new CopyOnWriteArrayList<>();
  private final Map<String, String> notes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  @Override
  public void text(String path, CharSequence content) throws IOException {
    put(path, content.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void text(String path, InputStream content, long capBytes) throws IOException {
    byte[] head = content.readNBytes(Math.toIntExact(capBytes));
    content.transferTo(new ByteArrayOutputStream());
    put(path, head);
  }

  @Override
  public void file(String path, Path source, long capBytes) throws IOException {
    long size = Files.size(source);
    try (InputStream in = Files.newInputStream(source)) {
      in.skipNBytes(Math.max(0, size - capBytes));
      put(path, in.readAllBytes());
    }
    sources.put(path, source);
    seen.add(source);
  }

  @Override
  public void recording(String path, Path jfr) throws IOException {
    put(path, Files.readAllBytes(jfr));
  }

  @Override
  public void pprof(String path, byte[] proto) throws IOException {
    put(path, proto.clone());
  }

  @Override
  public void heapDump(String path, HeapDumpStreams dump, Collection<String> names)
      throws IOException {
    put(path, dump.start().readAllBytes());
  }

  @Override
  public void permissions(Path file) {
    seen.add(file);
  }

  @Override
  public void gap(String path, String why) {
    gaps.add((path == null ? "" : path + ": ") + why);
  }

  @Override
  public void note(String key, String value) {
    notes.put(key, value);
  }

  /** From now on every write is too late. */
  public void close() {
    closed = true;
  }

  /** Paths of the entries, sorted. */
  public List<String> paths() {
    return entries.keySet().stream().sorted().toList();
  }

  /** The bytes of an entry; fails the test when there is none. */
  public byte[] bytes(String path) {
    byte[] bytes = entries.get(path);
    if (bytes == null) {
      throw new AssertionError("no entry " + path + " among " + paths() + ", gaps " + gaps);
    }
    return bytes.clone();
  }

  /** An entry as UTF-8 text; fails the test when there is none. */
  public String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /** The file that an entry is a copy of; null when it is not a copy. */
  public Path source(String path) {
    return sources.get(path);
  }

  /** Files noted for permissions.log, in order. */
  public List<Path> permissions() {
    return new ArrayList<>(seen);
  }

  /** {@code path: reason}, or only the reason, in order. */
  public List<String> gaps() {
    return new ArrayList<>(gaps);
  }

  /** What was noted, the last value for each key. */
  public Map<String, String> notes() {
    return Map.copyOf(notes);
  }

  private void put(String path, byte[] content) throws IOException {
    if (closed) {
      throw new ClosedEvidenceException(path);
    }
    if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
      throw new IllegalArgumentException("path leaves the flare: " + path);
    }
    if (entries.putIfAbsent(path, content) != null) {
      throw new IllegalArgumentException("second entry for " + path);
    }
  }
}
