package dev.jflare.net;

import static java.util.Objects.requireNonNull;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/**
 * Takes flares as the real backend does, into a folder: for {@code receive} and {@code demo}, for
 * sites that keep their flares, and for tests. Belongs in a process of ours, never in a target.
 *
 * <p>One thread does everything. A pool of them would end through Netty's global executor, whose
 * thread is no daemon and stays a second longer than anybody wants to wait.
 */
public final class Intake implements Closeable {
  private static final long BIND_LIMIT_SECONDS = 10;
  private static final long CLOSE_LIMIT_SECONDS = 5;

  /** How often uploads are looked for that nobody has gone on with. */
  private static final long SWEEP_SECONDS = 600;

  private final SingleThreadIoEventLoop loop;
  private final IntakeThread thread;
  private final URI uri;
  private final int port;

  private Intake(
      SingleThreadIoEventLoop loop, IntakeThread thread, InetSocketAddress bound, String scheme) {
    this.loop = loop;
    this.thread = thread;
    this.port = bound.getPort();
    InetAddress address = bound.getAddress();
    String host =
        address.isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress().getHostAddress()
            : address.getHostAddress();
    this.uri = URI.create(scheme + "://" + IntakeAddress.join(host, port));
  }

  /**
   * Listens from now on.
   *
   * @throws IOException when the folder cannot be used or the address is not to be had; the message
   *     names it and what to do
   */
  public static Intake start(IntakeOptions options, IntakeListener listener, Log log)
      throws IOException {
    requireNonNull(listener, "listener");
    NettyLog.install(log);
    IntakeStore store = IntakeStore.open(options.folder(), log);
    IntakeService service = new IntakeService(options, store, listener, log);
    IntakeThread thread = new IntakeThread();
    SingleThreadIoEventLoop loop =
        new SingleThreadIoEventLoop(null, thread, NioIoHandler.newFactory());
    try {
      Channel server = bind(loop, options, service);
      Future<?> unusedAsItEndsWithTheLoop =
          loop.scheduleWithFixedDelay(service::sweep, 0, SWEEP_SECONDS, TimeUnit.SECONDS);
      String scheme = options.tls() == null ? "http" : "https";
      return new Intake(loop, thread, (InetSocketAddress) server.localAddress(), scheme);
    } catch (IOException | RuntimeException e) {
      stop(loop, thread);
      throw e;
    }
  }

  private static Channel bind(
      SingleThreadIoEventLoop loop, IntakeOptions options, IntakeService service)
      throws IOException {
    IntakeAddress listen = options.listen();
    InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
    if (address.isUnresolved()) {
      throw cannotListen(listen, "no such host", null);
    }
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(new IntakePipeline(options, service))
            .bind(address);
    try {
      if (!bound.await(BIND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw cannotListen(listen, "no answer from the system", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while binding " + listen);
    }
    Throwable failure = bound.cause();
    if (failure != null) {
      throw cannotListen(listen, String.valueOf(failure.getMessage()), failure);
    }
    return bound.channel();
  }

  private static IOException cannotListen(
      IntakeAddress listen, String why, @Nullable Throwable cause) {
    return new IOException(
        "cannot listen on "
            + listen
            + ": "
            + why
            + "; choose another address with --listen HOST:PORT (port 0 takes any free one)",
        cause);
  }

  /** The port it listens on, also when any free one was asked for. */
  public int port() {
    return port;
  }

  /**
   * The base address for a client on this machine, without a slash at its end: what {@code dd_url}
   * takes.
   */
  public URI uri() {
    return uri;
  }

  /** Breaks running uploads off, deletes their half-written files and ends the thread. */
  @Override
  public void close() {
    stop(loop, thread);
  }

  private static void stop(SingleThreadIoEventLoop loop, IntakeThread thread) {
    Future<?> unusedAsTheThreadIsJoined =
        loop.shutdownGracefully(0, CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
    thread.join(TimeUnit.SECONDS.toMillis(2 * CLOSE_LIMIT_SECONDS));
  }
}
