package dev.atlasrestore.benchmarks.endtoend.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checks credentials as RFC 7616 says, for MD5 and {@code qop=auth}. Written apart from the
 * library's own digest, so that the two cannot be wrong alike. For one thread.
 */
public final class DigestCheck {

  /** Who may come in. */
  public static final String USER = "benchmark";

  /** With which password. */
  public static final String PASSWORD = "0c15ba22-7b1e-4f0c-9d3a-5a3b1c2d4e5f";

  /** Where to. */
  public static final String REALM = "MMS Public API";

  private static final HexFormat HEX = HexFormat.of();

  private final MessageDigest md5 = md5();
  private final String hashOfA1 = hash(USER + ":" + REALM + ":" + PASSWORD);

  /** Whether who sent this knows the password. */
  boolean isRight(String target, Credentials sent) {
    String rest = sent.nonce + ":" + sent.count + ":" + sent.cnonce + ":auth:";
    return hash(hashOfA1 + ":" + rest + hash("GET:" + target)).equals(sent.response)
        && USER.equals(sent.username)
        && REALM.equals(sent.realm)
        && target.equals(sent.uri);
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
