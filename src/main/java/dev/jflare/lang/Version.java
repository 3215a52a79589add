package dev.jflare.lang;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build, as the pom has it. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /** {@code major.minor.patch}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        return "0.0.0";
      }
      properties.load(in);
    } catch (IOException unreadable) {
      return "0.0.0"; // a flare with an unknown tool version is worth more than none
    }
    return properties.getProperty("version", "0.0.0");
  }
}
