package dev.atlasrestore.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What only somebody who knows the key can compute (RFC 7616, section 3.4.1), with {@code
 * qop=auth}.
 *
 * @param algorithm the hash, by its name in the JDK
 * @param user the user name, as it is
 * @param realm the realm
 * @param password the password
 */
record DigestProof(String algorithm, String user, String realm, String password) {

  /** The {@code response} to a request. */
  String response(String method, String uri, String nonce, String count, String cnonce) {
    return over(method + ":" + uri, nonce, count, cnonce);
  }

  /** The {@code rspauth} of an answer, which names no method (section 3.5). */
  String rspauth(String uri, String nonce, String count, String cnonce) {
    return over(":" + uri, nonce, count, cnonce);
  }

  private String over(String a2, String nonce, String count, String cnonce) {
    String a1 = user + ":" + realm + ":" + password;
    return hash(String.join(":", hash(a1), nonce, count, cnonce, "auth", hash(a2)));
  }

  /** The user name where it is not to be seen (section 3.4.4). */
  String userhash() {
    return hash(user + ":" + realm);
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no " + algorithm, e);
    }
  }
}
