package dev.jflare.exchange;

import java.nio.file.Paths;

/**
 * A command line of its own: creates an exchange folder, prints the request's path, and waits to be
 * killed.
 */
final class ExchangeHolder {
  private ExchangeHolder() {}

  public static void main(String[] args) throws Exception {
    int[] owner = {Integer.parseInt(args[1]), Integer.parseInt(args[2])};
    Exchange exchange = Exchange.create(Paths.get(args[0]), args[0], owner);
    System.out.println(exchange.submit(ExchangeRequest.empty()));
    Thread.sleep(60_000);
  }
}
