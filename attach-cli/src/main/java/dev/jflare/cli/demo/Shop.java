package dev.jflare.cli.demo;

import java.util.concurrent.CountDownLatch;

/** Puts the shop's departments to work, each on threads of its own. */
final class Shop {
  private static final int CHECKOUTS = 4;

  private Shop() {}

  /**
   * Starts all threads.
   *
   * @return zero when every kind of load has run at least once
   */
  static CountDownLatch open(ShopLog log) {
    CountDownLatch rounds = new CountDownLatch(4 + 2 * CHECKOUTS);
    PriceEngine prices = new PriceEngine();
    OrderCache orders = new OrderCache();
    ReportWriter reports = new ReportWriter();
    Inventory inventory = new Inventory();
    Mailer mailer = new Mailer();
    Daemon.repeat("price-engine", 15, rounds, prices::recomputePrices);
    Daemon.repeat("order-intake", 5, rounds, orders::rememberOrder);
    Daemon.repeat("report-writer", 50, rounds, reports::renderReport);
    for (int i = 1; i <= CHECKOUTS; i++) {
      Daemon.repeat("checkout-" + i, 5, rounds, inventory::reserve);
      Daemon.repeat("dispatch-" + i, 5, rounds, inventory::ship);
    }
    Daemon.start("mailer", mailer::awaitMail);
    Daemon.start("receipts", mailer::awaitReceipt);
    Daemon.repeat(
        "front-desk",
        1_000,
        rounds,
        () -> {
          mailer.post("thank you for your order");
          log.line("INFO", orders.size() + " orders, " + reports.pages() + " pages of reports");
        });
    return rounds;
  }
}
