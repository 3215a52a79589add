package dev.jflare.cli.demo;

/** Burns CPU: what the CPU profile should point at. */
final class PriceEngine {
  private static final int ARTICLES = 400;
  private static final int ROUNDS = 400;

  private final double[] prices = new double[ARTICLES];

  /** Read by nobody; without it the compiler could leave the work out. */
  volatile double total;

  PriceEngine() {
    for (int i = 0; i < ARTICLES; i++) {
      prices[i] = 1 + i;
    }
  }

  /** About 8 ms of arithmetic, once compiled. */
  void recomputePrices() {
    double sum = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      for (int i = 0; i < ARTICLES; i++) {
        sum += discount(prices[i], round);
      }
    }
    total = sum;
  }

  private static double discount(double price, int round) {
    return price * Math.pow(0.99, round % 7) + Math.sin(price / round) * Math.cbrt(price);
  }
}
