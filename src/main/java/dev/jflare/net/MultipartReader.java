package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads {@code multipart/form-data} piece by piece, whatever the pieces' borders, and passes
 * content on without keeping it: besides one part's headers it holds nothing.
 *
 * <p>Ours, because Netty's decoder (4.2.20, measured) ends a file at bytes that only begin like the
 * boundary, {@code CRLF--boundaryX}, and takes a form that breaks off before its final boundary for
 * a whole one. Either would store half an archive as if it were complete.
 *
 * <pre>
 * preamble CRLF--boundary padding CRLF
 * headers CRLF CRLF content CRLF--boundary padding CRLF
 * ...                        content CRLF--boundary-- epilogue
 * </pre>
 *
 * Bytes that look like a delimiter but go on differently are content, as Go's reader has it. After
 * an exception the reader must not be used again.
 */
final class MultipartReader {
  static final int MAX_PARTS = 32;
  static final int MAX_HEAD_BYTES = 8 * 1024;

  /** RFC 2046 lets blanks follow a boundary; nobody sends more than a few. */
  private static final int MAX_PADDING = 64;

  private enum State {
    /** Before the first delimiter; what is found there is dropped. */
    PREAMBLE,
    CONTENT,
    /** A delimiter is complete; what follows decides whether it was one. */
    TAIL,
    HEAD,
    /** The final delimiter was seen; what is left is dropped. */
    EPILOGUE
  }

  private final byte[] delimiter;
  private final MultipartSink sink;
  private final byte[] head = new byte[MAX_HEAD_BYTES];
  private final byte[] tail = new byte[MAX_PADDING];
  private State state = State.PREAMBLE;

  /** Where a tail that turns out not to be one returns to. */
  private State around = State.PREAMBLE;

  /** How much of the delimiter has been met by bytes of earlier pieces. */
  private int matched;

  /** How many of the matched bytes never were content: the line end before a part's first byte. */
  private int assumed;

  private int headLength;
  private int tailLength;
  private int parts;

  MultipartReader(String boundary, MultipartSink sink) {
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    this.sink = sink;
    assumeLineEnd();
  }

  /** True when the final delimiter has been read. */
  boolean finished() {
    return state == State.EPILOGUE;
  }

  /**
   * Reads the next bytes of the body, all of them.
   *
   * @throws MultipartException when the form is malformed or beyond a limit
   * @throws IOException what the sink throws
   */
  void read(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      switch (state) {
        case PREAMBLE:
        case CONTENT:
          content(in);
          break;
        case TAIL:
          tail(in);
          break;
        case HEAD:
          head(in.get());
          break;
        case EPILOGUE:
          in.position(in.limit());
          break;
      }
    }
  }

  /** Content runs up to the next delimiter or to the end of the piece, as one slice. */
  private void content(ByteBuffer in) throws IOException {
    if (matched > 0 && !resume(in)) {
      return;
    }
    int start = in.position();
    for (int at = start; at < in.limit(); at++) {
      if (in.get(at) != '\r') {
        continue; // a boundary has no CR, so a delimiter can begin nowhere else
      }
      int met = match(in, at);
      if (met == delimiter.length || at + met == in.limit()) {
        pass(in, start, at);
        in.position(at + met);
        matched = met;
        if (met == delimiter.length) {
          enterTail();
        }
        return;
      }
    }
    pass(in, start, in.limit());
    in.position(in.limit());
  }

  /** How many bytes from here on are those of the delimiter. */
  private int match(ByteBuffer in, int from) {
    int met = 1;
    while (met < delimiter.length
        && from + met < in.limit()
        && in.get(from + met) == delimiter[met]) {
      met++;
    }
    return met;
  }

  /** Goes on with a delimiter begun in an earlier piece; true when it turned out to be content. */
  private boolean resume(ByteBuffer in) throws IOException {
    while (in.hasRemaining() && in.get(in.position()) == delimiter[matched]) {
      in.get();
      if (++matched == delimiter.length) {
        enterTail();
        return false;
      }
    }
    if (!in.hasRemaining()) {
      return false;
    }
    passHeld();
    return true;
  }

  private void enterTail() {
    around = state;
    state = State.TAIL;
    tailLength = 0;
  }

  /** {@code --} ends the form; blanks and a line end begin a part; all else was content. */
  private void tail(ByteBuffer in) throws IOException {
    byte next = in.get(in.position());
    byte last = tailLength == 0 ? 0 : tail[tailLength - 1];
    if (last == '\r' && next == '\n') {
      in.get();
      endPart();
      state = State.HEAD;
      headLength = 0;
    } else if (last == '-' && next == '-') {
      in.get();
      endPart();
      state = State.EPILOGUE;
    } else if (continuesTail(last, next) && tailLength < tail.length) {
      tail[tailLength++] = in.get();
    } else {
      state = around;
      passHeld();
      if (state == State.CONTENT && tailLength > 0) {
        sink.data(ByteBuffer.wrap(tail, 0, tailLength));
      }
    }
  }

  private boolean continuesTail(byte last, byte next) {
    if (tailLength == 0 && next == '-') {
      return true;
    }
    boolean afterBlanks = tailLength == 0 || last == ' ' || last == '\t';
    return afterBlanks && (next == ' ' || next == '\t' || next == '\r');
  }

  /** The held bytes were no delimiter: they are content, except for the assumed ones. */
  private void passHeld() throws IOException {
    if (state == State.CONTENT && matched > assumed) {
      sink.data(ByteBuffer.wrap(delimiter, assumed, matched - assumed).asReadOnlyBuffer());
    }
    matched = 0;
    assumed = 0;
  }

  private void pass(ByteBuffer in, int from, int to) throws IOException {
    assumed = 0;
    if (state == State.CONTENT && to > from) {
      ByteBuffer slice = in.duplicate();
      slice.position(from).limit(to);
      sink.data(slice);
    }
  }

  private void endPart() throws IOException {
    if (around == State.CONTENT) {
      sink.end();
    }
  }

  private void head(byte next) throws IOException {
    if (headLength == head.length) {
      throw new MultipartException(
          "the headers of a part are longer than " + MAX_HEAD_BYTES + " bytes");
    }
    head[headLength++] = next;
    MultipartPart part = next == '\n' ? partIfComplete() : null;
    if (part == null) {
      return;
    }
    if (++parts > MAX_PARTS) {
      throw new MultipartException("the form has more than " + MAX_PARTS + " parts");
    }
    sink.begin(part);
    state = State.CONTENT;
    assumeLineEnd();
  }

  private @Nullable MultipartPart partIfComplete() throws MultipartException {
    boolean none = headLength == 2 && head[0] == '\r';
    boolean blankLine =
        headLength >= 4
            && head[headLength - 2] == '\r'
            && head[headLength - 3] == '\n'
            && head[headLength - 4] == '\r';
    return none || blankLine ? MultipartPart.of(head, headLength) : null;
  }

  /**
   * A delimiter may stand right at the start of the body or of an empty part: the line end it
   * begins with is then the one before.
   */
  private void assumeLineEnd() {
    matched = 2;
    assumed = 2;
  }
}
