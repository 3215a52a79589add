package dev.jflare.net;

import dev.jflare.log.Log;
import dev.jflare.pprof.PprofService;
import dev.jflare.pprof.ProfileSource;
import dev.jflare.route.IpAddress;
import dev.jflare.route.ServeSettings;
import dev.jflare.time.Deadline;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Serves the profiles of a JVM as a Go program serves its own, so that what scrapes Go programs
 * scrapes JVMs: HTTP/1.1, below {@code /debug/pprof/}. One thread for all connections, one more for
 * each request while it is answered.
 *
 * <p>Start and close it on threads of ours only, for the reason that {@link HttpClient} has.
 */
public final class PprofServer implements Closeable {
  private static final long BIND_LIMIT_SECONDS = 10;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final LoopThreads threads;
  private final SingleThreadIoEventLoop loop;
  private final PprofWorkers workers;
  private final String address;

  private PprofServer(
      LoopThreads threads, SingleThreadIoEventLoop loop, PprofWorkers workers, String address) {
    this.threads = threads;
    this.loop = loop;
    this.workers = workers;
    this.address = address;
  }

  /**
   * Listens from now on.
   *
   * @throws IOException when a file of certificates cannot be used or the address is not to be had;
   *     names the setting
   */
  public static PprofServer start(ServeSettings settings, ProfileSource source, Log log)
      throws IOException {
    NettyLog.install(log);
    PprofTls tls = PprofTls.of(settings);
    PprofWorkers workers = new PprofWorkers(new PprofService(source, settings.longest()), log);
    LoopThreads threads = new LoopThreads("jflare-pprof-loop");
    SingleThreadIoEventLoop loop =
        new SingleThreadIoEventLoop(null, threads, NioIoHandler.newFactory());
    try {
      PprofPipeline pipeline = new PprofPipeline(tls, new PprofGate(settings), workers);
      Channel channel = bind(loop, settings, pipeline);
      int port = ((InetSocketAddress) channel.localAddress()).getPort();
      return new PprofServer(threads, loop, workers, settings.withPort(port));
    } catch (IOException | RuntimeException e) {
      stop(loop, threads, workers);
      throw e;
    }
  }

  /**
   * Where it listens, {@code HOST:PORT}: as the setting has it, with the port that was free when
   * any was asked for.
   */
  public String address() {
    return address;
  }

  private static Channel bind(
      SingleThreadIoEventLoop loop, ServeSettings settings, PprofPipeline pipeline)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(pipeline)
            .bind(address(settings));
    try {
      if (!bound.await(BIND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw cannotListen(settings, "no answer from the system");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while binding " + settings);
    }
    Throwable failure = bound.cause();
    if (failure != null) {
      throw cannotListen(settings, String.valueOf(failure.getMessage()));
    }
    return bound.channel();
  }

  private static InetSocketAddress address(ServeSettings settings) throws IOException {
    IpAddress literal = IpAddress.parse(settings.host());
    if (literal != null) {
      return new InetSocketAddress(literal.toInetAddress(), settings.port());
    }
    if (settings.host().equalsIgnoreCase("localhost")) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port());
    }
    InetSocketAddress looked = new InetSocketAddress(settings.host(), settings.port());
    if (looked.isUnresolved()) {
      throw cannotListen(settings, "no such host");
    }
    return looked;
  }

  private static IOException cannotListen(ServeSettings settings, String why) {
    return new IOException("jflare.pprof.listen: cannot listen on " + settings + ": " + why);
  }

  /**
   * Ends all requests and all threads; waits for them, also when interrupted, but not longer than 5
   * s.
   */
  @Override
  public void close() {
    stop(loop, threads, workers);
  }

  private static void stop(
      SingleThreadIoEventLoop loop, LoopThreads threads, PprofWorkers workers) {
    Deadline limit = Deadline.after(CLOSE_LIMIT);
    workers.close(limit);
    threads.end(loop, limit);
  }
}
