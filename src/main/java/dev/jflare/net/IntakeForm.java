package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One form as it arrives: short fields in memory, the archive straight to disk. */
final class IntakeForm implements MultipartSink, IntakeArrival, Closeable {
  static final int MAX_FIELD_BYTES = 64 * 1024;

  /** Of all fields together; 32 of the longest would be too much to hold for a stranger. */
  static final int MAX_FIELDS_BYTES = 256 * 1024;

  static final String FLARE_FILE = "flare_file";

  private final IntakeStore store;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final ByteArrayOutputStream value = new ByteArrayOutputStream();
  private String name = "";
  private int fieldsBytes;
  private @Nullable IntakeFile file;
  private @Nullable String fileName;
  private @Nullable String sha256;

  IntakeForm(IntakeStore store) {
    this.store = store;
  }

  @Override
  public void begin(MultipartPart part) throws IOException {
    name = part.name();
    value.reset();
    if (!name.equals(FLARE_FILE)) {
      return;
    }
    if (file != null) {
      throw new MultipartException("the form has more than one " + FLARE_FILE);
    }
    fileName = part.fileName();
    file = store.newFile();
  }

  @Override
  public void data(ByteBuffer content) throws IOException {
    if (name.equals(FLARE_FILE) && file != null) {
      file.write(content);
      return;
    }
    if (value.size() + content.remaining() > MAX_FIELD_BYTES) {
      throw new MultipartException(
          "a field of the form is longer than " + MAX_FIELD_BYTES + " bytes");
    }
    fieldsBytes += content.remaining();
    if (fieldsBytes > MAX_FIELDS_BYTES) {
      throw new MultipartException(
          "the fields of the form are longer than " + MAX_FIELDS_BYTES + " bytes together");
    }
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    value.write(bytes, 0, bytes.length);
  }

  @Override
  public void end() {
    if (name.equals(FLARE_FILE) && file != null) {
      sha256 = file.sha256();
    } else {
      fields.put(name, new String(value.toByteArray(), StandardCharsets.UTF_8));
    }
  }

  /** The simple fields so far, in the order they came; the last one of a name counts. */
  @Override
  public Map<String, String> fields() {
    return fields;
  }

  /** True when the archive has arrived to its end. */
  boolean hasFile() {
    return sha256 != null;
  }

  @Override
  public @Nullable String fileName() {
    return fileName;
  }

  @Override
  public long bytes() {
    return file == null ? 0 : file.bytes();
  }

  /**
   * @throws IllegalStateException before the archive is complete
   */
  @Override
  public String sha256() {
    if (sha256 == null) {
      throw new IllegalStateException("the archive is not complete yet");
    }
    return sha256;
  }

  @Override
  public void moveTo(Path target) throws IOException {
    if (file == null) {
      throw new IllegalStateException("the form has no archive to move");
    }
    file.moveTo(target);
  }

  /** Deletes the archive unless it was moved to its place. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
