package dev.jflare.net;

import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names with a limit. The system's resolver knows none and would block Netty's only
 * thread, so it gets a thread of its own that is left behind when it takes too long.
 */
final class Names {
  private Names() {}

  static InetAddress[] lookup(String host, Duration limit, Trouble trouble)
      throws HttpFailure, InterruptedException {
    IpAddress address = IpAddress.parse(host);
    if (address != null && host.indexOf('%') < 0) {
      return new InetAddress[] {address.toInetAddress()}; // nobody has to be asked
    }
    FutureTask<InetAddress[]> task = new FutureTask<>(() -> lookup(host));
    Thread thread = new Thread(task, "jflare-net-lookup");
    thread.setDaemon(true);
    thread.start();
    thread.join(Math.max(1, limit.toMillis()));
    try {
      return task.get(0, TimeUnit.NANOSECONDS);
    } catch (TimeoutException slow) {
      // the system's resolver cannot be interrupted; its thread ends when it does
      throw trouble.of(
          Kind.LOOKUP_FAILED, "timeout while looking up " + host + " (jflare.dial_timeout)", slow);
    } catch (ExecutionException failed) {
      throw failure(host, failed.getCause() == null ? failed : failed.getCause(), trouble);
    }
  }

  /**
   * A final dot spares the search domains but is unknown to the system's hosts file, which Go's
   * resolver reads as if both were the same name.
   */
  private static InetAddress[] lookup(String host) throws UnknownHostException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException unknown) {
      if (!host.endsWith(".")) {
        throw unknown;
      }
      return InetAddress.getAllByName(host.substring(0, host.length() - 1));
    }
  }

  private static HttpFailure failure(String host, Throwable cause, Trouble trouble) {
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (cause instanceof UnknownHostException && !text.contains("temporary failure")) {
      return trouble.of(Kind.UNRESOLVABLE, "no such host: " + host, cause);
    }
    return trouble.of(Kind.LOOKUP_FAILED, "temporary failure in the lookup of " + host, cause);
  }
}
