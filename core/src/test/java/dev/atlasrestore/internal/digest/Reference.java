package dev.atlasrestore.internal.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atlasrestore.ApiKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The formulas of RFC 7616, section 3.4, written down a second time and as a server needs them:
 * from what {@code Authorization} says. Shares nothing with the code under test.
 */
final class Reference {

  private Reference() {}

  /** What {@code response} must be. */
  static String response(Authorization said, ApiKey key, String method) {
    String qop = said.params().getOrDefault("qop", "");
    String a2 =
        method + ":" + said.get("uri") + (qop.equals("auth-int") ? ":" + hash(said, "") : "");
    return proof(said, key, a2);
  }

  /** What {@code rspauth} must be (section 3.5). */
  static String rspauth(Authorization said, ApiKey key) {
    return proof(said, key, ":" + said.get("uri"));
  }

  private static String proof(Authorization said, ApiKey key, String a2) {
    String a1 = key.publicKey() + ":" + said.get("realm") + ":" + key.privateKey();
    String secret = hash(said, a1);
    if (algorithm(said).endsWith("-SESS")) {
      secret = hash(said, secret + ":" + said.get("nonce") + ":" + said.get("cnonce"));
    }
    String qop = said.params().get("qop");
    String between = qop == null ? "" : said.get("nc") + ":" + said.get("cnonce") + ":" + qop + ":";
    return hash(said, secret + ":" + said.get("nonce") + ":" + between + hash(said, a2));
  }

  /** What {@code username} must be with userhash (section 3.4.4). */
  static String userhash(Authorization said, ApiKey key) {
    return hash(said, key.publicKey() + ":" + said.get("realm"));
  }

  private static String algorithm(Authorization said) {
    return said.params().getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
  }

  private static String hash(Authorization said, String text) {
    return switch (algorithm(said).replace("-SESS", "")) {
      case "MD5" -> hex("MD5", text);
      case "SHA-256" -> hex("SHA-256", text);
      case "SHA-512-256" -> hex("SHA-512/256", text);
      default -> throw new IllegalArgumentException(algorithm(said));
    };
  }

  private static String hex(String function, String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(function).digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
