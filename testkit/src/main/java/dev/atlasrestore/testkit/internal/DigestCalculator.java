package dev.atlasrestore.testkit.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Computes the hashes of HTTP Digest with {@code qop=auth} (RFC 7616, section 3.4).
 *
 * @param algorithm the hash algorithm, by its JDK name
 * @param user the user name
 * @param realm the realm
 * @param password the password
 */
public record DigestCalculator(String algorithm, String user, String realm, String password) {

  /** Returns the {@code response} parameter of a request's credentials (section 3.4.1). */
  public String response(String method, String uri, String nonce, String count, String cnonce) {
    return keyedHash(method + ":" + uri, nonce, count, cnonce);
  }

  /** Returns the {@code rspauth} parameter of a response, which omits the method (section 3.5). */
  public String rspauth(String uri, String nonce, String count, String cnonce) {
    return keyedHash(":" + uri, nonce, count, cnonce);
  }

  private String keyedHash(String a2, String nonce, String count, String cnonce) {
    String a1 = user + ":" + realm + ":" + password;
    return hash(String.join(":", hash(a1), nonce, count, cnonce, "auth", hash(a2)));
  }

  /** Returns the hashed user name for {@code userhash=true} (section 3.4.4). */
  public String userhash() {
    return hash(user + ":" + realm);
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM does not support " + algorithm, e);
    }
  }
}
