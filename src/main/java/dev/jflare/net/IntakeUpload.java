package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One upload from its head to its end. Whatever happens, {@link #end} has to be called. */
final class IntakeUpload {
  private final IntakeService service;
  private final @Nullable String caseInPath;
  private final IntakeForm form;
  private final MultipartReader reader;
  private long received;

  IntakeUpload(IntakeService service, String boundary, @Nullable String caseInPath) {
    this.service = service;
    this.caseInPath = caseInPath;
    this.form = new IntakeForm(service.store());
    this.reader = new MultipartReader(boundary, form);
  }

  /** Bytes of the body so far. */
  long received() {
    return received;
  }

  /** Takes the next bytes; an answer means that it ends here. */
  @Nullable
  IntakeAnswer read(ByteBuffer content) {
    received += content.remaining();
    if (received > service.maxBytes()) {
      return service.refuse(413, service.tooLarge());
    }
    try {
      reader.read(content);
      return null;
    } catch (MultipartException malformed) {
      return service.refuse(400, String.valueOf(malformed.getMessage()));
    } catch (IOException disk) {
      return service.broken("could not store an upload", disk);
    }
  }

  /** The body is over. */
  IntakeAnswer finish() {
    if (!reader.finished()) {
      return service.refuse(400, "the form ends before its final boundary");
    }
    if (!form.hasFile()) {
      return service.refuse(400, "the form has no " + IntakeForm.FLARE_FILE);
    }
    return service.take(form, caseInPath);
  }

  /** Frees the place, and deletes the archive unless it has been taken. */
  void end() {
    service.ended(form);
  }
}
