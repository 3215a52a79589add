package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One connection of the intake: requests in, answers out, one after the other. Futures of writes
 * and closes are not looked at: they fail when the connection ends, and that is heard anyway.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class IntakeHandler extends SimpleChannelInboundHandler<HttpObject> {
  /**
   * After an early answer the rest of the body is read and dropped for this long: closing at once
   * would reset the connection, and the client would see that instead of the answer (RFC 9112,
   * section 9.6).
   */
  private static final long LINGER_MILLIS = 2_000;

  private enum State {
    AWAITING_REQUEST,
    READING_UPLOAD,
    /** The answer is out; what is left of the request is dropped. */
    ANSWERED,
    /** A fault on purpose: neither reads nor answers any more. */
    DEAF
  }

  private final IntakeService service;
  private State state = State.AWAITING_REQUEST;
  private @Nullable IntakeBody upload;
  private boolean keepAlive;

  IntakeHandler(IntakeService service) {
    this.service = service;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (message.decoderResult().isFailure()) {
      malformed(context, message.decoderResult().cause());
      return;
    }
    if (message instanceof HttpRequest) {
      request(context, (HttpRequest) message);
    }
    if (message instanceof HttpContent) {
      content(context, (HttpContent) message);
    }
  }

  private void request(ChannelHandlerContext context, HttpRequest request) {
    keepAlive = HttpUtil.isKeepAlive(request);
    IntakeAnswer answer = service.answerTo(request);
    if (answer == null) {
      answer = begin(context, request);
    }
    if (answer != null) {
      answer(context, answer);
    }
  }

  private @Nullable IntakeAnswer begin(ChannelHandlerContext context, HttpRequest request) {
    try {
      upload = service.begin(request);
    } catch (MultipartException noForm) {
      return service.refuse(400, String.valueOf(noForm.getMessage()));
    } catch (IOException disk) {
      return service.broken("could not store an upload", disk);
    }
    state = State.READING_UPLOAD;
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
    return null;
  }

  private void content(ChannelHandlerContext context, HttpContent content) {
    if (state == State.READING_UPLOAD && upload != null) {
      if (content.content().isReadable()) {
        read(context, upload, content);
      }
      if (content instanceof LastHttpContent && state == State.READING_UPLOAD) {
        finish(context, upload);
      }
    }
    if (content instanceof LastHttpContent && state == State.ANSWERED) {
      nextRequest(context);
    }
  }

  private void read(ChannelHandlerContext context, IntakeBody current, HttpContent content) {
    if (service.fault() == IntakeFault.CUT_MID_BODY) {
      context.close();
    } else if (service.fault() == IntakeFault.STALL) {
      state = State.DEAF;
      context.channel().config().setAutoRead(false);
    } else {
      IntakeAnswer early = current.read(content.content().nioBuffer());
      if (early != null) {
        answer(context, early);
      }
    }
  }

  private void finish(ChannelHandlerContext context, IntakeBody current) {
    if (service.fault() == IntakeFault.NO_ANSWER) {
      state = State.DEAF;
      return;
    }
    answer(context, current.finish());
  }

  private void answer(ChannelHandlerContext context, IntakeAnswer answer) {
    endUpload();
    state = State.ANSWERED;
    keepAlive &= !answer.isError();
    FullHttpResponse response = answer.toResponse();
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    if (service.fault() == IntakeFault.CUT_MID_ANSWER) {
      keepAlive = false;
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 1 << 20);
    }
    context.writeAndFlush(response);
    if (!keepAlive) {
      context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void nextRequest(ChannelHandlerContext context) {
    state = State.AWAITING_REQUEST;
    if (!keepAlive) {
      context.close();
    }
  }

  private void malformed(ChannelHandlerContext context, Throwable cause) {
    if (state == State.ANSWERED) {
      context.close();
      return;
    }
    int status =
        cause instanceof TooLongHttpHeaderException
            ? 431
            : cause instanceof TooLongHttpLineException ? 414 : 400;
    keepAlive = false;
    endUpload();
    answer(context, service.refuse(status, "not HTTP as it should be"));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof IdleStateEvent) || state == State.DEAF) {
      return;
    }
    if (upload == null) {
      context.close();
      return;
    }
    answer(context, upload.refuse(408, "the client sent nothing for too long"));
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (upload != null) {
      upload.broke();
      upload = null;
    }
  }

  private void endUpload() {
    if (upload != null) {
      upload.end();
      upload = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    service.debug("a connection failed: " + cause);
    context.close();
  }
}
