package dev.jflare.upload;

import dev.jflare.net.HttpAnswer;
import dev.jflare.route.PrintableUrl;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why an object store did not take an archive. S3 and its likes answer {@code
 * <Error><Code>AccessDenied</Code><Message>Request has expired</Message>...}; what else is in there
 * (the signature, the string that was signed, the access key) is not shown.
 */
final class ObjectStoreError {
  private static final int EXCERPT_BYTES = 150;
  private static final Pattern CODE = Pattern.compile("<Code>([^<]{1,200})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,500})</Message>");

  private final HttpAnswer answer;
  private final URI target;
  private final String code;
  private final String message;

  ObjectStoreError(HttpAnswer answer, URI target) {
    this.answer = answer;
    this.target = target;
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    this.code = first(CODE, body);
    this.message = first(MESSAGE, body);
  }

  Verdict verdict() {
    if (Verdicts.mayPass(answer.status()) || code.equals("RequestTimeout")) {
      return answer.status() == 501
          ? Verdict.refused("", text())
          : Verdict.trouble(text(), Verdicts.askedWait(answer));
    }
    return Verdict.refused("", text());
  }

  private String text() {
    String what = code.isEmpty() ? excerpt() : code + ": " + message;
    String hint = hint();
    return "HTTP "
        + answer.statusLine()
        + " from "
        + PrintableUrl.of(target)
        + (what.isEmpty() ? "" : "\nServer returned:\n" + what)
        + (hint.isEmpty() ? "" : "\n" + hint);
  }

  private String hint() {
    int status = answer.status();
    if (code.equals("RequestTimeTooSkewed")) {
      return "This machine's clock or the signer's is wrong; the server says it is "
          + answer.header("Date");
    }
    if (code.equals("SignatureDoesNotMatch")) {
      return "The URL is incomplete or changed, or was signed for another method than PUT or for"
          + " headers that are not sent (jflare.upload.url; quote it, it has &)";
    }
    if (status == 403 && message.contains("expired")) {
      return "The presigned URL has expired: ask for a new one";
    }
    if (status == 403 || status == 401) {
      return "The URL gives no permission to PUT: a presigned URL is needed (jflare.upload.url)";
    }
    if (status >= 300 && status < 400) {
      return "A redirect is not followed, the signature is for one host alone: use the URL of the"
          + " bucket's own region";
    }
    if (status == 411 || status == 501) {
      return "The request did not arrive with its length, or with a header that is unknown there:"
          + " does a proxy rewrite it?";
    }
    if (status == 413 || code.equals("EntityTooLarge")) {
      return "The archive is larger than one PUT may be there";
    }
    return "";
  }

  /** Of what is not XML; without the signature, should it be sent back. */
  private String excerpt() {
    byte[] body = answer.body();
    String text = new String(body, 0, Math.min(EXCERPT_BYTES, body.length), StandardCharsets.UTF_8);
    String query = target.getRawQuery();
    boolean safe = query == null || !new String(body, StandardCharsets.UTF_8).contains(query);
    return text.startsWith("<") || !safe ? "" : text.trim();
  }

  private static String first(Pattern pattern, String body) {
    Matcher found = pattern.matcher(body);
    return found.find() ? found.group(1).trim() : "";
  }
}
