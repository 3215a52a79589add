package dev.jflare.net;

import dev.jflare.time.Deadline;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens connections to a UNIX socket of this machine, with what Java 16 and later bring. */
final class UnixSocket {
  private final Bootstrap bootstrap;
  private final SocketAddress address;
  private final Duration limit;

  UnixSocket(EventLoopGroup group, SocketAddress address, Duration limit) {
    this.address = address;
    this.limit = limit;
    this.bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioDomainSocketChannel.class)
            .disableResolver()
            .option(ChannelOption.AUTO_CLOSE, false) // as in Dialer
            .option(ChannelOption.AUTO_READ, false)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    // filled when it is connected
                  }
                });
  }

  /** A connected channel that does not read yet. */
  Channel connect(Trouble trouble, Deadline deadline) throws IOException, InterruptedException {
    ChannelFuture attempt = bootstrap.connect(address);
    boolean connected = false;
    try {
      long millis = deadline.atMost(limit).remainingMillis();
      if (!attempt.await(millis, TimeUnit.MILLISECONDS)) {
        throw trouble.connecting(address.toString(), new TimeoutException("timed out"));
      }
      if (attempt.cause() != null) {
        throw trouble.connecting(address.toString(), attempt.cause());
      }
      connected = true;
      return attempt.channel();
    } finally {
      if (!connected) {
        Dialer.drop(attempt.channel());
      }
    }
  }
}
