package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes between a client and a server on loopback, and cuts connections in the middle: as a
 * router does that loses power.
 */
public final class CuttingRelay implements AutoCloseable {
  private static final long HEAD_BYTES = 4 << 10;

  private final ServerSocket socket;
  private final BlockingQueue<Long> cuts = new LinkedBlockingQueue<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong passed = new AtomicLong();
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile InetSocketAddress server;

  private CuttingRelay(ServerSocket socket, URI server) {
    this.socket = socket;
    to(server);
  }

  public static CuttingRelay start(URI server) throws IOException {
    CuttingRelay relay =
        new CuttingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    daemon(relay::accept);
    return relay;
  }

  /** From now on new connections go to this server. */
  public void to(URI next) {
    server = new InetSocketAddress(next.getHost(), next.getPort());
  }

  /**
   * Cuts each of the next connections that carry a body, one after so many bytes from its client,
   * the next after so many; more than 4 KiB each, because what ends before has no body.
   */
  public CuttingRelay cutAfter(long... bytes) {
    for (long cut : bytes) {
      if (cut <= HEAD_BYTES) {
        throw new IllegalArgumentException(cut + " bytes: expected more than " + HEAD_BYTES);
      }
      cuts.add(cut);
    }
    return this;
  }

  /**
   * Stops passing bytes on after so many of the next connection that carries a body, and keeps it
   * open, for somebody to be ended in the middle.
   */
  public CuttingRelay holdAfter(long bytes) {
    cuts.add(-bytes);
    return this;
  }

  /** Waits until that has happened. */
  public void awaitHeld() throws InterruptedException {
    if (!held.await(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing was held within a minute");
    }
  }

  public String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /** How many bytes clients have sent that were passed on. */
  public long passed() {
    return passed.get();
  }

  /** How many of the cuts are still to come. */
  public int cutsLeft() {
    return cuts.size();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket each : open) {
      each.close();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException over) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    open.add(client);
    open.add(upstream);
    try {
      upstream.connect(server, 5_000);
      daemon(() -> send(client, upstream));
      daemon(() -> answer(upstream, client));
    } catch (IOException serverIsDown) {
      reset(client);
    }
  }

  private void send(Socket client, Socket upstream) {
    try {
      InputStream in = client.getInputStream();
      OutputStream out = upstream.getOutputStream();
      byte[] block = new byte[16 << 10];
      long total = 0;
      Long cut = null;
      boolean holding = false;
      int read;
      while ((read = in.read(block)) >= 0) {
        if (cut == null && total + read > HEAD_BYTES) {
          cut = cuts.poll();
          holding = cut != null && cut < 0;
          cut = cut == null ? Long.MAX_VALUE : Math.abs(cut);
        }
        int allowed = cut == null ? read : (int) Math.min(read, cut - total);
        out.write(block, 0, allowed);
        out.flush();
        passed.addAndGet(allowed);
        total += allowed;
        if (cut != null && total >= cut && holding) {
          held.countDown();
          return;
        }
        if (cut != null && total >= cut) {
          reset(client);
          upstream.close();
          return;
        }
      }
      upstream.shutdownOutput();
    } catch (IOException ended) {
      reset(client);
      reset(upstream);
    }
  }

  private static void answer(Socket upstream, Socket client) {
    try {
      upstream.getInputStream().transferTo(client.getOutputStream());
      client.shutdownOutput();
    } catch (IOException ended) {
      reset(client);
      reset(upstream);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closedBefore) {
      // which is what was wanted
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "cutting-relay");
    thread.setDaemon(true);
    thread.start();
  }
}
