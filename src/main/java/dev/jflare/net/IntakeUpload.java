package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One upload from its head to its end. Whatever happens, {@link #end} has to be called; each answer
 * but that of {@link #finish} has done so already, so what a listener hears of is cleaned up.
 */
final class IntakeUpload {
  private final IntakeService service;
  private final @Nullable String caseInPath;
  private final IntakeForm form;
  private final MultipartReader reader;
  private long received;
  private boolean ended;

  IntakeUpload(IntakeService service, String boundary, @Nullable String caseInPath) {
    this.service = service;
    this.caseInPath = caseInPath;
    this.form = new IntakeForm(service.store());
    this.reader = new MultipartReader(boundary, form);
  }

  /** Takes the next bytes; an answer means that it ends here. */
  @Nullable
  IntakeAnswer read(ByteBuffer content) {
    received += content.remaining();
    if (received > service.maxBytes()) {
      return refuse(413, service.tooLarge());
    }
    try {
      reader.read(content);
      return null;
    } catch (MultipartException malformed) {
      return refuse(400, String.valueOf(malformed.getMessage()));
    } catch (IOException disk) {
      end();
      return service.broken("could not store an upload", disk);
    }
  }

  /** The body is over. */
  IntakeAnswer finish() {
    if (!reader.finished()) {
      return refuse(400, "the form ends before its final boundary");
    }
    if (!form.hasFile()) {
      return refuse(400, "the form has no " + IntakeForm.FLARE_FILE);
    }
    try {
      return service.take(form, caseInPath);
    } catch (IOException disk) {
      end();
      return service.broken("could not store a flare", disk);
    }
  }

  IntakeAnswer refuse(int status, String why) {
    end();
    return service.refuse(status, why);
  }

  /** The client is gone; there is nobody to answer. */
  void broke() {
    end();
    service.failed("the connection broke after " + received + " bytes of an upload");
  }

  /** Frees the place, and deletes the archive unless it has been taken. */
  void end() {
    if (!ended) {
      ended = true;
      service.ended(form);
    }
  }
}
