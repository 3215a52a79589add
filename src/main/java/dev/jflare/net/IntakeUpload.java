package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One form from its head to its end. */
final class IntakeUpload implements IntakeBody {
  private final IntakeService service;
  private final @Nullable String caseInPath;
  private final @Nullable String announced;
  private final IntakeForm form;
  private final MultipartReader reader;
  private long received;
  private boolean ended;

  /**
   * @param caseInPath the case id of the address
   * @param announced SHA-256 of the archive in hex, as the client has it; null when it says none
   */
  IntakeUpload(
      IntakeService service,
      String boundary,
      @Nullable String caseInPath,
      @Nullable String announced) {
    this.service = service;
    this.caseInPath = caseInPath;
    this.announced = announced;
    this.form = new IntakeForm(service.store());
    this.reader = new MultipartReader(boundary, form);
  }

  @Override
  public @Nullable IntakeAnswer read(ByteBuffer content) {
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

  @Override
  public IntakeAnswer finish() {
    if (!reader.finished()) {
      return refuse(400, "the form ends before its final boundary");
    }
    if (!form.hasFile()) {
      return refuse(400, "the form has no " + IntakeForm.FLARE_FILE);
    }
    String damage = IntakeDamage.of(announced, form.sha256());
    if (!damage.isEmpty()) {
      return refuse(IntakeDamage.STATUS, damage);
    }
    try {
      return service.take(form, caseInPath);
    } catch (IOException disk) {
      end();
      return service.broken("could not store a flare", disk);
    }
  }

  @Override
  public IntakeAnswer refuse(int status, String why) {
    end();
    return service.refuse(status, why);
  }

  @Override
  public void broke() {
    end();
    service.failed("the connection broke after " + received + " bytes of an upload");
  }

  /** Deletes the archive, too, unless it has been taken. */
  @Override
  public void end() {
    if (!ended) {
      ended = true;
      service.ended(form);
    }
  }
}
