package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.nio.ByteBuffer;

/**
 * A request's body on its way to disk. Whatever happens, {@link #end} has to be called; each answer
 * but that of {@link #finish} has done so already, so what a listener hears of is cleaned up.
 */
interface IntakeBody {
  /** Takes the next bytes; an answer means that it ends here. */
  @Nullable
  IntakeAnswer read(ByteBuffer content);

  /** The body is over. */
  IntakeAnswer finish();

  IntakeAnswer refuse(int status, String why);

  /** The client is gone; there is nobody to answer. */
  void broke();

  /** Frees the place; may be called again. */
  void end();
}
