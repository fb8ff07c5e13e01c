package dev.atlasrestore.benchmarks.endtoend.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Verifies credentials for MD5 and {@code qop=auth} (RFC 7616, section 3.4.1). Does not use the
 * digest of the library, so that an error there cannot hide here. Not safe for use by several
 * threads.
 */
public final class DigestCheck {

  /** The user name that the server accepts. */
  public static final String USER = "benchmark";

  /** The password of {@link #USER}. */
  public static final String PASSWORD = "0c15ba22-7b1e-4f0c-9d3a-5a3b1c2d4e5f";

  /** The realm of the server. */
  public static final String REALM = "MMS Public API";

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest md5 = md5();
  private final String hashOfA1 = hash(USER + ":" + REALM + ":" + PASSWORD);

  /** Returns whether these credentials of a GET request prove that the sender has the password. */
  boolean isValid(String target, Credentials credentials) {
    String nonceAndCount =
        credentials.nonce + ":" + credentials.count + ":" + credentials.cnonce + ":auth:";
    String expected = hash(hashOfA1 + ":" + nonceAndCount + hash("GET:" + target));
    return expected.equals(credentials.response)
        && USER.equals(credentials.username)
        && REALM.equals(credentials.realm)
        && target.equals(credentials.uri);
  }

  private String hash(String text) {
    return HEX.formatHex(md5.digest(text.getBytes(ISO_8859_1)));
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
