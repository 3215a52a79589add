package dev.jflare.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the parts of a form as they arrive. What it throws ends the reading. */
interface MultipartSink {
  void begin(MultipartPart part) throws IOException;

  /**
   * Some bytes of the part that has begun, at least one. The buffer is only lent and may be
   * consumed.
   */
  void data(ByteBuffer content) throws IOException;

  /** The part is complete. */
  void end() throws IOException;
}
