package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.net.PprofWorkers.Ready;
import dev.jflare.pprof.PprofAnswer;
import dev.jflare.pprof.PprofRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.stream.ChunkedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection of the server of profiles: requests in, answers out, one after the other. All of
 * it on the loop's thread, but for the making of the answers. Futures of writes and closes are not
 * looked at where the end of the connection is heard of anyway.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class PprofHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  /** From the end of one answer, or the connection's beginning, to the end of a request. */
  private static final long REQUEST_LIMIT_SECONDS = 60;

  /** Requests that a client sends ahead; more is no client of profiles. */
  private static final int MAX_WAITING = 4;

  /** A piece at a time, because the JDK keeps a native copy of the largest buffer ever written. */
  private static final int PIECE_BYTES = 64 * 1024;

  private final PprofGate gate;
  private final PprofWorkers workers;
  private final Deque<Asked> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean inWindow;
  private boolean clientIsDone;
  private @Nullable Future<?> work;
  private @Nullable Future<?> limit;

  PprofHandler(PprofGate gate, PprofWorkers workers) {
    this.gate = gate;
    this.workers = workers;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    awaitRequest(context);
    context.fireChannelActive();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    Asked asked = new Asked(request);
    if (!busy) {
      begin(context, asked);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(asked);
    } else {
      context.close();
    }
  }

  private void begin(ChannelHandlerContext context, Asked asked) {
    busy = true;
    if (limit != null) {
      limit.cancel(false);
    }
    PprofAnswer refusal = asked.refusal;
    PprofRequest request = asked.request;
    if (refusal != null || request == null) {
      answer(context, asked, new Ready(refusal == null ? malformed(400) : refusal));
      return;
    }
    inWindow = request.hasWindow();
    try {
      work = workers.begin(request, ready -> hand(context, asked, ready));
    } catch (RejectedExecutionException tooMany) {
      answer(context, asked, new Ready(PprofAnswer.error(503, "too many requests at a time")));
    }
  }

  /** On the worker's thread. */
  private void hand(ChannelHandlerContext context, Asked asked, Ready ready) {
    try {
      context.executor().execute(() -> answer(context, asked, ready));
    } catch (RejectedExecutionException closed) {
      delete(ready);
    }
  }

  private void answer(ChannelHandlerContext context, Asked asked, Ready ready) {
    work = null;
    if (!context.channel().isActive()) {
      delete(ready);
      return;
    }
    ChannelFuture written;
    try {
      written = write(context, asked, ready);
    } catch (IOException unreadable) {
      delete(ready);
      context.close();
      return;
    }
    written.addListener(
        done -> {
          delete(ready);
          if (!done.isSuccess() || !asked.keepAlive || (clientIsDone && waiting.isEmpty())) {
            context.close();
          } else {
            next(context);
          }
        });
  }

  private static ChannelFuture write(ChannelHandlerContext context, Asked asked, Ready ready)
      throws IOException {
    PprofAnswer answer = ready.answer;
    Path file = answer.file();
    InputStream body =
        file == null ? new ByteArrayInputStream(ready.body) : Files.newInputStream(file);
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    answer.headers().forEach(response.headers()::set);
    long length = file == null ? ready.body.length : Files.size(file);
    response.headers().set(HttpHeaderNames.DATE, HttpDate.now());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length);
    if (!asked.keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (asked.oldProtocol) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    context.write(response);
    if (asked.head || length == 0) {
      body.close();
      return context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    return context.writeAndFlush(new HttpChunkedInput(new ChunkedStream(body, PIECE_BYTES)));
  }

  private void next(ChannelHandlerContext context) {
    busy = false;
    Asked asked = waiting.poll();
    if (asked == null) {
      awaitRequest(context);
    } else {
      begin(context, asked);
    }
  }

  private void awaitRequest(ChannelHandlerContext context) {
    limit =
        context.executor().schedule(() -> context.close(), REQUEST_LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * A client that has closed its side counts as gone, as in Go, and its window ends. One whose
   * answer needs no window gets it: it may only have said that it has no further requests.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
      clientIsDone = true;
      if (!busy) {
        context.close();
      } else if (work != null && inWindow) {
        work.cancel(true);
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.clear();
    if (limit != null) {
      limit.cancel(false);
    }
    if (work != null) {
      work.cancel(true);
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // a reset, a handshake that failed, a client that does not read
  }

  private static void delete(Ready ready) {
    Path file = ready.answer.file();
    if (file != null) {
      try {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.getParent());
      } catch (IOException stays) {
        // for its owner alone, below the temporary folder
      }
    }
  }

  private static PprofAnswer malformed(int status) {
    return PprofAnswer.error(status, "not HTTP as it should be");
  }

  /** What the loop keeps of a request. */
  private final class Asked {
    final boolean head;
    final boolean keepAlive;
    final boolean oldProtocol;
    final @Nullable PprofAnswer refusal;
    final @Nullable PprofRequest request;

    Asked(FullHttpRequest http) {
      head = http.method().equals(HttpMethod.HEAD);
      oldProtocol = http.protocolVersion().equals(HttpVersion.HTTP_1_0);
      PprofAnswer no = defect(http);
      keepAlive = no == null && HttpUtil.isKeepAlive(http);
      no = no == null ? gate.refusal(http) : no;
      PprofRequest parsed = null;
      if (no == null) {
        try {
          parsed = PprofRequest.of(http.method().name(), target(http), form(http));
        } catch (IllegalArgumentException malformed) {
          no = PprofAnswer.error(400, String.valueOf(malformed.getMessage()));
        }
      }
      refusal = no;
      request = parsed;
    }

    private @Nullable PprofAnswer defect(FullHttpRequest http) {
      if (!http.decoderResult().isFailure()) {
        return null;
      }
      Throwable cause = http.decoderResult().cause();
      return malformed(
          cause instanceof TooLongHttpHeaderException
              ? 431
              : cause instanceof TooLongHttpLineException ? 414 : 400);
    }

    private String target(FullHttpRequest http) {
      String target = http.uri().replaceFirst("^https?://[^/?]*", "");
      if (!target.startsWith("/")) {
        throw new IllegalArgumentException("expected a path");
      }
      return target;
    }

    private String form(FullHttpRequest http) {
      String type = http.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
      return type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
          ? http.content().toString(StandardCharsets.ISO_8859_1)
          : "";
    }
  }
}
