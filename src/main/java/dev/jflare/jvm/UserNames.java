package dev.jflare.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** Names of users and groups as a process knows them, from its own {@code /etc/passwd}. */
public final class UserNames {
  private final Map<String, String> users;
  private final Map<String, String> groups;

  private UserNames(Map<String, String> users, Map<String, String> groups) {
    this.users = users;
    this.groups = groups;
  }

  /** The names that this process knows; those of a directory service are not among them. */
  public static UserNames of(ProcessView process) {
    return new UserNames(read(process, "/etc/passwd"), read(process, "/etc/group"));
  }

  /** The user's name, or the number itself. */
  public String user(long uid) {
    return named(users, uid);
  }

  /** The group's name, or the number itself. */
  public String group(long gid) {
    return named(groups, gid);
  }

  private static String named(Map<String, String> names, long id) {
    String number = Long.toString(id);
    String name = names.get(number);
    return name == null ? number : name;
  }

  private static Map<String, String> read(ProcessView process, String file) {
    Map<String, String> names = new HashMap<>();
    try {
      byte[] bytes = Files.readAllBytes(process.files().resolve(file));
      for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
        String[] fields = line.split(":");
        if (fields.length > 2) {
          names.putIfAbsent(fields[2], fields[0]);
        }
      }
    } catch (IOException none) {
      // a container without the file: numbers will do
    }
    return names;
  }
}
