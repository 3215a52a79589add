package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Takes the body of an answer up to a limit: into memory, or to the caller's stream. */
final class AnswerSink {
  private final @Nullable OutputStream stream;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private long room;
  private boolean cut;

  AnswerSink(@Nullable OutputStream stream, long limitBytes) {
    this.stream = stream;
    this.room = limitBytes;
  }

  /** Takes what fits; false when something did not. */
  boolean take(ByteBuf content) throws IOException {
    int length = (int) Math.min(room, content.readableBytes());
    cut |= length < content.readableBytes();
    content.readBytes(stream == null ? memory : stream, length);
    room -= length;
    return !cut;
  }

  boolean isCut() {
    return cut;
  }

  byte[] bytes() {
    return memory.toByteArray();
  }
}
