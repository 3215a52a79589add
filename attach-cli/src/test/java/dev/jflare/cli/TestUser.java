package dev.jflare.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Command;
import java.io.IOException;

/** A user of this machine that a test makes and takes away. Needs root. */
final class TestUser implements AutoCloseable {
  private final String name;
  private final String uid;
  private final String gid;

  private TestUser(String name, String uid, String gid) {
    this.name = name;
    this.uid = uid;
    this.gid = gid;
  }

  /** Skips the test where no user can be made. */
  static TestUser make() throws IOException, InterruptedException {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root to make a user");
    assumeTrue(Command.isHere("useradd") && Command.isHere("setpriv"), "needs useradd and setpriv");
    String name = "jflare" + Long.toString(System.nanoTime(), 36);
    Command.run("useradd", "--no-create-home", "--user-group", name);
    return new TestUser(
        name, Command.run("id", "-u", name).trim(), Command.run("id", "-g", name).trim());
  }

  String name() {
    return name;
  }

  /** What starts a program as this user; the process id stays. */
  String[] prefix() {
    return new String[] {"setpriv", "--reuid", uid, "--regid", gid, "--clear-groups"};
  }

  @Override
  public void close() throws IOException {
    try {
      Command.run("userdel", "--force", name);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
