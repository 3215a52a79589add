package dev.jflare.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The jar with the core inside. Read whole and closed again, so that it may vanish or be replaced
 * at any time.
 */
final class AgentJar {
  private static final String CORE = "isolated/core.isolated";

  private final File file;

  AgentJar(File file) {
    this.file = file;
  }

  /** The jar this class came from. */
  static AgentJar own() throws IOException {
    CodeSource source = AgentMain.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IOException("the agent's classes did not come from a jar");
    }
    try {
      return new AgentJar(new File(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IOException("the agent's jar has an odd location: " + source.getLocation(), e);
    }
  }

  File file() {
    return file;
  }

  /** The core's jar, as bytes. */
  byte[] core() throws IOException {
    JarFile jar = new JarFile(file, false);
    try {
      ZipEntry core = jar.getEntry(CORE);
      if (core == null) {
        throw new IOException(
            file + " holds no " + CORE + "; is it the agent jar as it was built?");
      }
      InputStream in = jar.getInputStream(core);
      ByteArrayOutputStream out = new ByteArrayOutputStream((int) core.getSize());
      byte[] block = new byte[1 << 16];
      int read;
      while ((read = in.read(block)) != -1) {
        out.write(block, 0, read);
      }
      return out.toByteArray();
    } finally {
      jar.close();
    }
  }
}
