package dev.jflare.profile;

import dev.jflare.pprof.Frame;

/** Writes the JVM's names as a Java programmer would, and equal in each run. */
final class JavaNames {
  private static final String LAMBDA = "$$Lambda";

  /** Generated classes that only differ by a number. */
  private static final String[] NUMBERED = {
    "GeneratedMethodAccessor", "GeneratedConstructorAccessor",
    "GeneratedSerializationConstructorAccessor", "$Proxy"
  };

  private JavaNames() {}

  /** {@code java/lang/String} to {@code java.lang.String}, {@code [[I} to {@code int[][]}. */
  static String type(String internal) {
    int dimensions = 0;
    while (dimensions < internal.length() && internal.charAt(dimensions) == '[') {
      dimensions++;
    }
    if (dimensions == 0) {
      return stable(internal.replace('/', '.'), internal);
    }
    StringBuilder name = new StringBuilder(element(internal.substring(dimensions)));
    for (int i = 0; i < dimensions; i++) {
      name.append("[]");
    }
    return name.toString();
  }

  /** {@code pkg.Outer$Inner} to {@code pkg/Outer.java}; wrong for other languages, but harmless. */
  static String file(String type) {
    int end = type.indexOf('$', type.lastIndexOf('.') + 2);
    return (end < 0 ? type : type.substring(0, end)).replace('.', '/') + ".java";
  }

  /**
   * A frame as the JVM has it, without its module.
   *
   * @param type as {@link StackTraceElement#getClassName} gives it
   */
  static Frame frame(String type, String method, int line) {
    String stable = type(type);
    return Frame.java(stable + '.' + method, file(stable), line);
  }

  /**
   * A frame from its text, which {@link StackTraceElement#toString} made: {@code
   * app//pkg.Type.method(Type.java:12)}. What is no such text becomes a name without a file.
   */
  static Frame frame(String text) {
    int open = text.lastIndexOf('(');
    int dot = open < 0 ? -1 : text.lastIndexOf('.', open);
    if (dot < 0) {
      return Frame.nativeCode(text, "");
    }
    int hidden = text.lastIndexOf("/0x", dot); // of a class name; the slash ends no module
    int module = text.lastIndexOf('/', hidden < 0 ? dot : hidden - 1);
    int colon = text.lastIndexOf(':');
    int line = 0;
    if (colon > open && text.endsWith(")")) {
      line = parse(text.substring(colon + 1, text.length() - 1));
    }
    return frame(text.substring(module + 1, dot), text.substring(dot + 1, open), line);
  }

  private static int parse(String number) {
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException notALine) {
      return 0;
    }
  }

  private static String element(String descriptor) {
    switch (descriptor) {
      case "B":
        return "byte";
      case "C":
        return "char";
      case "D":
        return "double";
      case "F":
        return "float";
      case "I":
        return "int";
      case "J":
        return "long";
      case "S":
        return "short";
      case "Z":
        return "boolean";
      default:
        boolean object = descriptor.startsWith("L") && descriptor.endsWith(";");
        return type(object ? descriptor.substring(1, descriptor.length() - 1) : descriptor);
    }
  }

  /** Takes away what the JVM makes up anew in each run: addresses of hidden classes, counters. */
  private static String stable(String dotted, String internal) {
    String name = dotted;
    int address = hiddenSuffix(internal);
    if (address > 0) {
      name = name.substring(0, address);
    }
    int lambda = name.indexOf(LAMBDA);
    if (lambda >= 0) {
      return name.substring(0, lambda + LAMBDA.length());
    }
    int end = name.length();
    while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    String base = name.substring(0, end);
    for (String numbered : NUMBERED) {
      if (base.endsWith(numbered)) {
        return base;
      }
    }
    return name;
  }

  /** Where {@code .0x...}, {@code /0x...} or {@code +0x...} begins and runs to the end, or -1. */
  private static int hiddenSuffix(String internal) {
    int start = internal.lastIndexOf("0x");
    if (start < 1 || "./+".indexOf(internal.charAt(start - 1)) < 0) {
      return -1;
    }
    for (int i = start + 2; i < internal.length(); i++) {
      if (Character.digit(internal.charAt(i), 16) < 0) {
        return -1;
      }
    }
    return start - 1;
  }
}
