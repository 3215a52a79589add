package dev.jflare.net;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what an intake tells. */
final class IntakeRecorder implements IntakeListener {
  final List<IntakeFlare> flares = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @Override
  public void arrived(IntakeFlare flare) {
    flares.add(flare);
  }

  @Override
  public void failed(String message) {
    failures.add(message);
  }

  /** The next failure; waits for it at most ten seconds. */
  String failure() throws InterruptedException {
    String message = failures.poll(10, TimeUnit.SECONDS);
    return message == null ? "no failure was told" : message;
  }
}
