package dev.jflare.cli.attach;

import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.UnixDomain;
import java.io.IOException;
import net.bytebuddy.agent.ByteBuddyAgent.AttachmentProvider;

/**
 * The road over our own connection: HotSpot on Linux, from Java 16 on, which has UNIX sockets.
 * Needs neither the module jdk.attach nor JNA.
 */
final class HotSpotRoad implements AttachmentProvider {
  private final ProcessView process;

  HotSpotRoad(ProcessView process) {
    this.process = process;
  }

  @Override
  public Accessor attempt() {
    return process.supported() && UnixDomain.isHere() && isHotSpot()
        ? new Direct(HotSpotMachine.class)
        : Accessor.Unavailable.INSTANCE;
  }

  private boolean isHotSpot() {
    try {
      return process.jvmLibrary().isPresent() && !process.read("maps").contains("/libj9vm");
    } catch (IOException notForUs) {
      return false; // then the JDK's attach API fails with a message of its own
    }
  }

  @Override
  public String toString() {
    return "our own connection";
  }
}
