package dev.jflare.net;

import java.io.IOException;
import java.io.InputStream;

/** What a request carries, as a stream so that its size does not matter. */
public interface RequestBody {
  /** The Content-Type. */
  String contentType();

  /** Opens it from the start; closed by the client, also when the call fails. */
  InputStream open() throws IOException;
}
