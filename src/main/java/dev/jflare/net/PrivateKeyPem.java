package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.route.ClientCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Reads a private key in PEM (RFC 7468): PKCS#8, plain or encrypted. */
final class PrivateKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END ");
  private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "DSA"};

  private final Path file;
  private final Secret password;
  private final String named;

  PrivateKeyPem(ClientCertificate settings) {
    this.file = settings.keyFile();
    this.password = settings.password();
    this.named = settings.named();
  }

  /**
   * @throws IOException with the command that converts it when the key is of an older form
   */
  PrivateKey parse(String pem) throws IOException {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw complaint("no private key in PEM is in there", null);
    }
    String label = String.valueOf(block.group(1)).trim();
    if (!label.isEmpty() && !label.equals("ENCRYPTED")) {
      throw complaint(
          "it holds \""
              + label
              + " PRIVATE KEY\", expected PKCS#8: openssl pkcs8 -topk8 -in OLD -out NEW",
          null);
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(String.valueOf(block.group(2)));
      return label.isEmpty() ? key(new PKCS8EncodedKeySpec(der)) : key(decrypted(der));
    } catch (IllegalArgumentException noBase64) {
      throw complaint("what is between the marks is not base64", noBase64);
    } catch (GeneralSecurityException unusable) {
      throw complaint(
          label.isEmpty()
              ? "the key cannot be read"
              : "the key does not open with the password in " + named + "_key_password",
          unusable);
    }
  }

  /** The form does not say the algorithm in a way that Java's API would tell. */
  private PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException, IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException notThisOne) {
        // the next one, or the complaint below
      }
    }
    throw complaint("it is no RSA, EC, EdDSA or DSA key that this Java can read", null);
  }

  private PKCS8EncodedKeySpec decrypted(byte[] der) throws GeneralSecurityException, IOException {
    if (password.isEmpty()) {
      throw complaint("the key is encrypted, and " + named + "_key_password is not set", null);
    }
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
    // for PBES2 the parameters know the scheme by its full name, the information itself does not
    String scheme =
        info.getAlgParameters() == null
            ? info.getAlgName()
            : String.valueOf(info.getAlgParameters());
    scheme = scheme.startsWith("PBE") ? scheme : info.getAlgName();
    PBEKeySpec spec = new PBEKeySpec(password.reveal().toCharArray());
    try {
      SecretKey secret = SecretKeyFactory.getInstance(scheme).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(Cipher.DECRYPT_MODE, secret, info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (InvalidKeySpecException wrongPassword) {
      throw new GeneralSecurityException(wrongPassword);
    } finally {
      spec.clearPassword();
    }
  }

  private IOException complaint(String what, @Nullable Throwable cause) {
    return new IOException(named + "_key_file: " + file + ": " + what, cause);
  }
}
