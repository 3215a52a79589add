package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
<<<<<<< HEAD
=======
import dev.jflare.log.Log.Level;
import io.netty.util.internal.logging.AbstractInternalLogger;
>>>>>>> intake
import io.netty.util.internal.logging.FormattingTuple;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.MessageFormatter;
<<<<<<< HEAD
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
=======
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps Netty off the host's logging: left alone it takes SLF4J, Log4j or java.util.logging,
 * whichever its loader sees. Warnings and errors go to our log; the rest, which no reader of ours
 * would understand, is dropped.
 */
final class NettyLog extends InternalLoggerFactory {
  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  /** Netty's loggers are made once for all time, so they look here for where to write today. */
>>>>>>> intake
  private static volatile Log target = Log.NONE;

  private NettyLog() {}

<<<<<<< HEAD
  static void install(Log log) {
    target = log;
    if (!(InternalLoggerFactory.getDefaultFactory() instanceof NettyLog)) {
      InternalLoggerFactory.setDefaultFactory(new NettyLog());
    }
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
=======
  /** To be called before any other use of Netty; later calls only change where lines go. */
  static void install(Log log) {
    target = log;
    if (INSTALLED.compareAndSet(false, true)) {
      setDefaultFactory(new NettyLog());
    }
  }

  @Override
  protected InternalLogger newInstance(String name) {
    return new Forwarder(name);
  }

  private static final class Forwarder extends AbstractInternalLogger {
    private static final long serialVersionUID = 1;

    Forwarder(String name) {
      super(name);
    }

    private void write(Level level, @Nullable String message, @Nullable Throwable cause) {
      target.write(level, "netty: " + message, cause);
    }

    private void write(Level level, FormattingTuple line) {
      write(level, line.getMessage(), line.getThrowable());
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String message, Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void debug(String format, Object argument) {}

    @Override
    public void debug(String format, Object first, Object second) {}

    @Override
    public void debug(String format, Object... arguments) {}

    @Override
    public void debug(String message, Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String message, Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public void warn(String message) {
      write(Level.WARN, message, null);
    }

    @Override
    public void warn(String format, Object argument) {
      write(Level.WARN, MessageFormatter.format(format, argument));
    }

    @Override
    public void warn(String format, Object first, Object second) {
      write(Level.WARN, MessageFormatter.format(format, first, second));
    }

    @Override
    public void warn(String format, Object... arguments) {
      write(Level.WARN, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void warn(String message, Throwable cause) {
      write(Level.WARN, message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    public void error(String message) {
      write(Level.ERROR, message, null);
    }

    @Override
    public void error(String format, Object argument) {
      write(Level.ERROR, MessageFormatter.format(format, argument));
    }

    @Override
    public void error(String format, Object first, Object second) {
      write(Level.ERROR, MessageFormatter.format(format, first, second));
    }

    @Override
    public void error(String format, Object... arguments) {
      write(Level.ERROR, MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void error(String message, Throwable cause) {
      write(Level.ERROR, message, cause);
    }
>>>>>>> intake
  }
}
