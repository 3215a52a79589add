package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Locale;

/**
 * Leads Netty's warnings to our log and drops the rest. Without it Netty looks for SLF4J, Log4j and
 * at last java.util.logging, and waking that one too early breaks hosts with a LogManager of their
 * own. Has to be installed before any other class of Netty is touched.
 */
final class NettyLog extends InternalLoggerFactory {
  /** Netty's loggers are made once and live in static fields, so the target is looked up late. */
  private static volatile Log target = Log.NONE;

  private NettyLog() {}

  static void install(Log log) {
    target = log;
    // set without asking for the one in place: the question alone wakes java.util.logging
    InternalLoggerFactory.setDefaultFactory(new NettyLog());
  }

  /** A proxy, because the interface has five levels in six forms each, and all say the same. */
  @Override
  protected InternalLogger newInstance(String name) {
    return (InternalLogger)
        Proxy.newProxyInstance(
            NettyLog.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (self, method, arguments) ->
                invoke(self, name, method, arguments == null ? new Object[0] : arguments));
  }

  private static @Nullable Object invoke(Object self, String name, Method method, Object[] values) {
    switch (method.getName()) {
      case "name":
      case "toString":
        return name;
      case "hashCode":
        return System.identityHashCode(self);
      case "equals":
        return self == values[0];
      default:
        break;
    }
    boolean levelGiven = method.getName().equals("log") || method.getName().equals("isEnabled");
    String level = String.valueOf(levelGiven ? values[0] : method.getName());
    boolean serious = level.toLowerCase(Locale.ROOT).matches("(is)?(warn|error)(enabled)?");
    if (method.getReturnType() == boolean.class) {
      return serious;
    }
    if (serious) {
      write(name, levelGiven ? Arrays.copyOfRange(values, 1, values.length) : values);
    }
    return null;
  }

  /** Netty's forms: a message, a throwable, a pattern with one, two or many arguments. */
  private static void write(String name, Object[] values) {
    if (values.length == 0) {
      return;
    }
    if (values[0] instanceof Throwable) {
      target.write(Log.Level.WARN, name, (Throwable) values[0]);
      return;
    }
    Object[] rest =
        values.length == 2 && values[1] instanceof Object[]
            ? (Object[]) values[1]
            : Arrays.copyOfRange(values, 1, values.length);
    FormattingTuple line = MessageFormatter.arrayFormat(String.valueOf(values[0]), rest);
    target.write(Log.Level.WARN, name + ": " + line.getMessage(), line.getThrowable());
  }
}
