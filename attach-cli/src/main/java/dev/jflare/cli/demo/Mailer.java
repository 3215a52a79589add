package dev.jflare.cli.demo;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Waits most of its life, in a queue and in {@link Object#wait}: for the blocking profile. */
final class Mailer {
  private static final long RECEIPT_LIMIT_MILLIS = 5_000;

  private final BlockingQueue<String> mails = new LinkedBlockingQueue<>();
  private final Object receipts = new Object();
  private int sent;

  void post(String mail) {
    mails.add(mail);
  }

  /** Sends mails as they come, for ever. */
  void awaitMail() throws InterruptedException {
    while (true) {
      mails.take();
      synchronized (receipts) {
        sent++;
        receipts.notifyAll();
      }
    }
  }

  /** Waits for each mail to have been sent, for ever. */
  void awaitReceipt() throws InterruptedException {
    int seen = 0;
    while (true) {
      synchronized (receipts) {
        while (sent == seen) {
          receipts.wait(RECEIPT_LIMIT_MILLIS);
        }
        seen = sent;
      }
    }
  }
}
