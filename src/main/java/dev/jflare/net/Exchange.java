package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxyRoute;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One request and its answer on one connection. Everything here runs in the event loop, but for the
 * result that a caller waits for.
 *
 * <p>An answer may come before the request has been sent, when a server does not want it; then the
 * rest is not sent. A connection that breaks while sending is still read for a moment, because the
 * answer that says why is often in it already.
 */
final class Exchange extends SimpleChannelInboundHandler<HttpObject> {
  /** How long an answer is waited for after sending has failed. */
  private static final long AFTERMATH_MILLIS = 1_000;

  private enum Phase {
    HANDSHAKE,
    /** The head is out; the server decides whether it wants the body. */
    ASKING,
    SENDING,
    WAITING,
    RECEIVING
  }

  private final HttpCall call;
  private final @Nullable OutgoingBody body;
  private final Timeouts timeouts;
  private final Trouble trouble;
  private final ProgressMeter meter;
  private final AnswerSink sink;
  private final CompletableFuture<HttpAnswer> result = new CompletableFuture<>();

  private Phase phase = Phase.HANDSHAKE;
  private long lastMoveNanos = System.nanoTime();
  private @Nullable HttpResponse head;
  private @Nullable Throwable sendFailure;
  private @Nullable ScheduledFuture<?> watch;
  private @Nullable ScheduledFuture<?> patience;
  private ProxyRoute forwarder = ProxyRoute.DIRECT;
  private boolean bodySent;

  Exchange(
      HttpCall call,
      @Nullable OutgoingBody body,
      Timeouts timeouts,
      Trouble trouble,
      ProgressMeter meter,
      @Nullable OutputStream sink) {
    super(HttpObject.class);
    this.call = call;
    this.body = body;
    this.timeouts = timeouts;
    this.trouble = trouble;
    this.meter = meter;
    this.sink = new AnswerSink(sink, call.answerBytes());
  }

  CompletableFuture<HttpAnswer> result() {
    return result;
  }

  /** How much of the body has been handed to the connection; any thread may ask. */
  long sentBytes() {
    return body == null ? 0 : body.progress();
  }

  /**
   * Sends the request; the connection stands, TLS included.
   *
   * @param forwarding the proxy that reads the request and passes it on; {@code DIRECT} for none
   */
  @SuppressWarnings("FutureReturnValueIgnored") // when the head fails, what follows it fails, too
  void start(ChannelHandlerContext context, ProxyRoute forwarding) {
    phase = Phase.SENDING;
    lastMoveNanos = System.nanoTime();
    long tick = Math.max(10, Math.min(1_000, timeouts.progress().toMillis() / 4));
    watch =
        context
            .executor()
            .scheduleAtFixedRate(() -> watch(context), tick, tick, TimeUnit.MILLISECONDS);
    HttpRequest request = RequestHead.of(call, forwarding);
    forwarder = forwarding;
    if (body == null) {
      context.writeAndFlush(request).addListener(sent -> sent(context, sent.cause()));
    } else if (call.isAskingFirst()) {
      phase = Phase.ASKING;
      long millis = timeouts.expectContinue().toMillis();
      patience =
          context.executor().schedule(() -> stopAsking(context), millis, TimeUnit.MILLISECONDS);
      context.writeAndFlush(request);
    } else {
      context.write(request);
      send(context, body);
    }
  }

  /** The server wants the body, or says nothing. */
  private void stopAsking(ChannelHandlerContext context) {
    if (phase == Phase.ASKING && body != null && !result.isDone()) {
      phase = Phase.SENDING;
      send(context, body);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the listener hears how it ends
  private void send(ChannelHandlerContext context, OutgoingBody content) {
    context
        .writeAndFlush(new HttpChunkedInput(content))
        .addListener(sent -> sent(context, sent.cause()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      fail(context, trouble.connected(message.decoderResult().cause()));
      return;
    }
    if (message instanceof HttpResponse) {
      begin(context, (HttpResponse) message);
    }
    if (message instanceof HttpContent && head != null) {
      receive(context, (HttpContent) message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    // an answer that has begun says more than why sending stopped
    Throwable sending = head == null ? sendFailure : null;
    fail(context, broken(sending == null ? new ClosedChannelException() : sending));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, trouble.connected(cause));
  }

  /** Ends the exchange, if it has not ended yet, and the connection with it. */
  void fail(ChannelHandlerContext context, IOException why) {
    boolean answerMissing = bodySent && why instanceof HttpFailure;
    result.completeExceptionally(answerMissing ? ((HttpFailure) why).afterWholeRequest() : why);
    end(context);
  }

  private HttpFailure broken(Throwable cause) {
    return phase == Phase.HANDSHAKE ? trouble.handshake(cause) : trouble.connected(cause);
  }

  private void begin(ChannelHandlerContext context, HttpResponse response) {
    if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      head = response;
      phase = Phase.RECEIVING;
    } else if (response.status().equals(HttpResponseStatus.CONTINUE)) {
      stopAsking(context);
    }
  }

  private void receive(ChannelHandlerContext context, HttpContent content) {
    try {
      boolean room = sink.take(content.content());
      if (content instanceof LastHttpContent || !room) {
        finish(context);
      }
    } catch (IOException unwritable) {
      String why = "the answer cannot be stored: " + unwritable.getMessage();
      fail(context, trouble.of(Kind.SINK, why, unwritable));
    }
  }

  private void finish(ChannelHandlerContext context) {
    HttpResponse response = head;
    if (response != null) {
      result.complete(new HttpAnswer(response, sink, sentBytes(), forwarder));
    }
    end(context);
  }

  private void end(ChannelHandlerContext context) {
    if (watch != null) {
      watch.cancel(false);
    }
    if (patience != null) {
      patience.cancel(false);
    }
    if (body != null) {
      body.close();
    }
    Dialer.drop(context.channel());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer; when the loop ends, so does the channel
  private void sent(ChannelHandlerContext context, @Nullable Throwable failure) {
    lastMoveNanos = System.nanoTime();
    IOException unreadable = body == null ? null : body.failure();
    if (unreadable != null) {
      String why = "the request body cannot be read: " + unreadable.getMessage();
      fail(context, trouble.of(Kind.BODY, why, unreadable));
    } else if (failure == null) {
      phase = phase == Phase.SENDING ? Phase.WAITING : phase;
      bodySent = body != null;
    } else if (!result.isDone()) {
      sendFailure = failure;
      context
          .executor()
          .schedule(() -> giveUp(context, failure), AFTERMATH_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Unless an answer has begun in the meantime: then its own limits count. */
  private void giveUp(ChannelHandlerContext context, Throwable sending) {
    if (head == null) {
      fail(context, broken(sending));
    }
  }

  private void watch(ChannelHandlerContext context) {
    long now = System.nanoTime();
    if (meter.moved(context.channel()) || phase == Phase.ASKING) {
      lastMoveNanos = now;
      return;
    }
    boolean waiting = phase == Phase.WAITING;
    long limit = (waiting ? timeouts.answer() : timeouts.progress()).toNanos();
    if (now - lastMoveNanos < limit) {
      return;
    }
    if (head != null && head.status().code() >= HttpResponseStatus.BAD_REQUEST.code()) {
      finish(context); // a refusal says more than that its text does not end
      return;
    }
    String seconds = TimeUnit.NANOSECONDS.toMillis(limit) / 1000.0 + " s";
    fail(
        context,
        waiting
            ? trouble.of(
                Kind.ANSWER_TIMEOUT,
                "timeout: no answer within " + seconds + " (jflare.answer_timeout)",
                null)
            : trouble.of(
                Kind.PROGRESS_TIMEOUT,
                "timeout: no byte moved for " + seconds + " (jflare.progress_timeout)",
                null));
  }
}
