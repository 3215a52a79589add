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
      show(jvms, terminal);
    }
    return Outcome.of(ExitCode.OK).with("count", jvms.size());
  }

  private static void show(List<JvmInfo> jvms, Terminal terminal) {
    JvmTable table = new JvmTable(jvms);
    List<String> lines = table.lines();
    List<JsonLine> events = table.events();
    MaskedArguments arguments =
        terminal.json() || terminal.verbose() ? new MaskedArguments() : MaskedArguments.NONE;
    terminal.result(lines.get(0));
    for (int i = 0; i < jvms.size(); i++) {
      List<String> masked = arguments.of(jvms.get(i));
      terminal.result(lines.get(i + 1));
      if (!masked.isEmpty()) {
        terminal.result("    " + String.join(" ", masked));
      }
      terminal.event(events.get(i).with("arguments", masked));
    }
  }
}
