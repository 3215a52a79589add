package dev.jflare.scrape;

import dev.jflare.archive.Evidence;
import dev.jflare.archive.HeapDumpStreams;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the profiles and texts that a collector wrote, as they were given. */
final class RecordedEvidence implements Evidence {
  private final Map<String, byte[]> profiles = new TreeMap<>();
  private final Map<String, String> texts = new TreeMap<>();
  private final Map<String, String> gaps = new TreeMap<>();
  private final Map<String, String> notes = new TreeMap<>();
  private final Thread owner = Thread.currentThread();

  Map<String, byte[]> profiles() {
    return profiles;
  }

  Map<String, String> texts() {
    return texts;
  }

  Map<String, String> gaps() {
    return gaps;
  }

  Map<String, String> notes() {
    return notes;
  }

  @Override
  public void pprof(String path, byte[] proto) {
    sameThread();
    profiles.put(path, proto);
  }

  @Override
  public void gap(String path, String why) {
    sameThread();
    gaps.put(String.valueOf(path), why);
  }

  @Override
  public void note(String key, String value) {
    sameThread();
    notes.put(key, value);
  }

  @Override
  public void text(String path, CharSequence content) {
    sameThread();
    texts.put(path, content.toString());
  }

  @Override
  public void heapDump(String path, HeapDumpStreams dump, Collection<String> names) {
    throw new UnsupportedOperationException(path);
  }

  @Override
  public void text(String path, InputStream content, long capBytes) {
    throw new UnsupportedOperationException(path);
  }

  @Override
  public void file(String path, Path source, long capBytes) {
    throw new UnsupportedOperationException(path);
  }

  @Override
  public void recording(String path, Path jfr) {
    throw new UnsupportedOperationException(path);
  }

  @Override
  public void permissions(Path file) {
    throw new UnsupportedOperationException(String.valueOf(file));
  }

  private void sameThread() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException("written by " + Thread.currentThread().getName());
    }
  }
}
