package dev.jflare.net;

/** Hears how much of a request body has gone out, a few times a second, in the caller's thread. */
public interface TransferListener {
  TransferListener NONE = bytes -> {};

  /**
   * @param bytes handed to the connection so far
   */
  void sent(long bytes);
}
