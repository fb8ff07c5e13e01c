package dev.atlasrestore.internal.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atlasrestore.ApiKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The formulas of RFC 7616, section 3.4, as a server computes them from {@code Authorization}.
 * Shares no code with the client.
 */
public final class Reference {

  private Reference() {}

  /** Computes {@code response}. With a session algorithm, the request must begin the session. */
  public static String response(Authorization received, ApiKey key, String method) {
    return response(received, key, method, received);
  }

  /**
   * Computes {@code response} of a request in a session.
   *
   * @param first the request that began the session
   */
  public static String response(
      Authorization received, ApiKey key, String method, Authorization first) {
    String qop = received.params().getOrDefault("qop", "");
    String a2 = method + ":" + received.get("uri");
    return digest(
        received, key, qop.equals("auth-int") ? a2 + ":" + hash(received, "") : a2, first);
  }

  /** Computes {@code rspauth} (section 3.5). */
  public static String rspauth(Authorization received, ApiKey key) {
    return digest(received, key, ":" + received.get("uri"), received);
  }

  private static String digest(Authorization received, ApiKey key, String a2, Authorization first) {
    String a1 = key.publicKey() + ":" + received.get("realm") + ":" + key.privateKey();
    String ha1 = hash(received, a1);
    if (algorithm(received).endsWith("-SESS")) {
      ha1 = hash(received, ha1 + ":" + first.get("nonce") + ":" + first.get("cnonce"));
    }
    String qop = received.params().get("qop");
    String protection =
        qop == null ? "" : received.get("nc") + ":" + received.get("cnonce") + ":" + qop + ":";
    return hash(
        received, ha1 + ":" + received.get("nonce") + ":" + protection + hash(received, a2));
  }

  /** Computes {@code username} with {@code userhash=true} (section 3.4.4). */
  static String userhash(Authorization received, ApiKey key) {
    return hash(received, key.publicKey() + ":" + received.get("realm"));
  }

  private static String algorithm(Authorization received) {
    return received.params().getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
  }

  private static String hash(Authorization received, String text) {
    return switch (algorithm(received).replace("-SESS", "")) {
      case "MD5" -> hex("MD5", text);
      case "SHA-256" -> hex("SHA-256", text);
      case "SHA-512-256" -> hex("SHA-512/256", text);
      default -> throw new IllegalArgumentException(algorithm(received));
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
