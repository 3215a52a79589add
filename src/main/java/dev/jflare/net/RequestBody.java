package dev.jflare.net;

import java.io.IOException;
import java.io.InputStream;

/** What a request carries, as a stream so that its size does not matter. */
public interface RequestBody {
  /** The Content-Type; empty for none. */
  String contentType();

  /**
   * How many bytes {@link #open} gives, sent as Content-Length; -1, when that is not known, has
   * them sent in chunks.
   */
  default long length() {
    return -1;
  }

  /** Opens it from the start; closed by the client, also when the call fails. */
  InputStream open() throws IOException;
}
