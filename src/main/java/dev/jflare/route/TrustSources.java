package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where trusted certificates come from besides the JDK's trust store. A value; nothing is read
 * here. In OpenSSL and Go the variables {@code SSL_CERT_FILE} and {@code SSL_CERT_DIR} stand in for
 * the system's certificates; here they come on top, because the JDK's store is another one, which
 * an administrator may have filled as well.
 */
public final class TrustSources {
  static final TrustSources NONE = new TrustSources(null, null, Collections.emptyList());

  private final @Nullable Path named;
  private final @Nullable Path bundle;
  private final List<Path> folders;

  private TrustSources(@Nullable Path named, @Nullable Path bundle, List<Path> folders) {
    this.named = named;
    this.bundle = bundle;
    this.folders = folders;
  }

  static TrustSources of(Settings settings) {
    List<Path> folders = new ArrayList<>();
    for (String folder : settings.string(Setting.SSL_CERT_DIR).split(File.pathSeparator)) {
      if (!folder.isEmpty()) {
        folders.add(Paths.get(folder));
      }
    }
    return new TrustSources(
        pathOf(settings.string(Setting.TLS_CA_FILE)),
        pathOf(settings.string(Setting.SSL_CERT_FILE)),
        Collections.unmodifiableList(folders));
  }

  TrustSources withNamed(Path file) {
    return new TrustSources(file, bundle, folders);
  }

  /** The file of {@code jflare.tls_ca_file}: PEM, or a key store that opens without a password. */
  public @Nullable Path named() {
    return named;
  }

  /** The file of {@code SSL_CERT_FILE}; set for other programs, so it may as well be missing. */
  public @Nullable Path bundle() {
    return bundle;
  }

  /** The folders of {@code SSL_CERT_DIR}. */
  public List<Path> folders() {
    return folders;
  }

  public boolean isEmpty() {
    return named == null && bundle == null && folders.isEmpty();
  }

  static @Nullable Path pathOf(String name) {
    return name.isEmpty() ? null : Paths.get(name);
  }
}
