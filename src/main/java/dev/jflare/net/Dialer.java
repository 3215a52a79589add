package dev.jflare.net;

import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.time.Deadline;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens connections. The addresses of a name are tried one after the other, each with its share of
 * the time that is left, as Go does with the Datadog Agent's default (no Happy Eyeballs); with a
 * delay set, IPv4 and IPv6 at the same time.
 */
final class Dialer {
  /** Less than this is no chance for an address, as in Go's net package. */
  private static final Duration LEAST_SHARE = Duration.ofSeconds(2);

  private final Bootstrap bootstrap;
  private final Duration limit;
  private final Duration fallback;

  Dialer(EventLoopGroup group, Timeouts timeouts) {
    this.limit = timeouts.dial();
    this.fallback = timeouts.dialFallback();
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .disableResolver()
            .option(ChannelOption.SO_KEEPALIVE, true)
            .option(ChannelOption.TCP_NODELAY, true)
            // a connection that cannot be written to any more may still hold the server's answer
            .option(ChannelOption.AUTO_CLOSE, false)
            // nothing is read before the pipeline stands
            .option(ChannelOption.AUTO_READ, false)
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(64 << 10, 256 << 10));
  }

  /** A connected channel that does not read yet. */
  Channel connect(Way way, Trouble trouble, ConnectionListener listener, Deadline deadline)
      throws IOException, InterruptedException {
    try {
      return connected(way, trouble, listener, deadline);
    } catch (IOException failure) {
      throw deadline.expired() ? trouble.overdue(failure) : failure;
    }
  }

  private Channel connected(
      Way way, Trouble trouble, ConnectionListener listener, Deadline deadline)
      throws IOException, InterruptedException {
    Duration lookup = Duration.ofNanos(deadline.atMost(limit).remainingNanos());
    List<InetAddress> all = Arrays.asList(Names.lookup(way.host(), lookup, trouble));
    listener.resolved(way.host(), all);
    Deadline dial = deadline.atMost(limit);
    List<InetAddress> first = new ArrayList<>(all);
    List<InetAddress> second = new ArrayList<>();
    if (!fallback.isNegative()) {
      first.removeIf(address -> address.getClass() != all.get(0).getClass());
      second.addAll(all);
      second.removeAll(first);
    }
    return second.isEmpty()
        ? connect(way, first, trouble, dial)
        : new DialRace()
            .run(
                () -> connect(way, first, trouble, dial),
                () -> connect(way, second, trouble, dial),
                fallback,
                dial);
  }

  /** One after the other. */
  private Channel connect(Way way, List<InetAddress> addresses, Trouble trouble, Deadline dial)
      throws IOException, InterruptedException {
    HttpFailure failure = trouble.of(Kind.CONNECT_TIMEOUT, "timeout before connecting", null);
    for (int i = 0; i < addresses.size() && !dial.expired(); i++) {
      try {
        InetSocketAddress address = new InetSocketAddress(addresses.get(i), way.port());
        return connect(way, address, share(dial, addresses.size() - i), trouble);
      } catch (HttpFailure next) {
        failure = i == 0 ? next : failure; // the first address is the one a person would ask about
      }
    }
    throw failure;
  }

  private Channel connect(Way way, InetSocketAddress address, long millis, Trouble trouble)
      throws HttpFailure, InterruptedException {
    String shown = address.getAddress().getHostAddress() + ":" + address.getPort();
    ChannelFuture attempt =
        bootstrap.clone().handler(new Preparation(way, address)).connect(way.remote(address));
    boolean connected = false;
    try {
      if (!attempt.await(millis, TimeUnit.MILLISECONDS)) {
        throw trouble.connecting(shown, new TimeoutException("timed out"));
      }
      if (attempt.cause() != null) {
        throw trouble.connecting(shown, attempt.cause());
      }
      connected = true;
      return attempt.channel();
    } finally {
      if (!connected) {
        drop(attempt.channel());
      }
    }
  }

  /** Closes a connection that nobody needs any more. */
  @SuppressWarnings("FutureReturnValueIgnored") // no one is left who could do something about it
  static void drop(Channel channel) {
    if (channel.isRegistered()) {
      channel.close();
    } else {
      channel.unsafe().closeForcibly();
    }
  }

  private static long share(Deadline dial, int addresses) {
    long left = dial.remainingMillis();
    return Math.min(left, Math.max(left / addresses, LEAST_SHARE.toMillis()));
  }

  /** Puts in place what has to be there before the connection stands. */
  private static final class Preparation extends ChannelInitializer<Channel> {
    private final Way way;
    private final InetSocketAddress address;

    Preparation(Way way, InetSocketAddress address) {
      this.way = way;
      this.address = address;
    }

    @Override
    protected void initChannel(Channel channel) {
      way.prepare(channel.pipeline(), address);
    }
  }
}
