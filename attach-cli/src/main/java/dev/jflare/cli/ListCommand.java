package dev.jflare.cli;

import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.JvmScan;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** The JVMs of this host. Looks from outside and attaches to none. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "JVMs on this host: pid, user, Java, main class, attachable or why not.")
final class ListCommand implements Verb {
  @Override
  public Outcome run(Terminal terminal) throws UserError {
    List<JvmInfo> jvms;
    try {
      jvms = JvmScan.ofThisHost().all();
    } catch (IOException noProc) {
      throw new UserError(
          ExitCode.NO_SUCH_JVM, String.valueOf(noProc.getMessage()), "Use jps and give the pid.");
    }
    if (jvms.isEmpty()) {
      terminal.say("No other JVM runs here, as far as this user can see.");
    } else {
      JvmTable table = new JvmTable(jvms);
      table.lines().forEach(terminal::result);
      table.events().forEach(terminal::event);
    }
    return Outcome.of(ExitCode.OK).with("count", jvms.size());
  }
}
