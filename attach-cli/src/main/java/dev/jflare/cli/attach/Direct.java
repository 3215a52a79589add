package dev.jflare.cli.attach;

import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider.Accessor;

/** A way to attach that Byte Buddy calls in this process: we never attach to ourselves. */
final class Direct extends Accessor.Simple {
  Direct(Class<?> virtualMachineType) {
    super(virtualMachineType);
  }

  @Override
  public boolean isExternalAttachmentRequired() {
    return false;
  }

  @Override
  public ExternalAttachment getExternalAttachment() {
    throw new IllegalStateException("not called where no other process is required");
  }
}
