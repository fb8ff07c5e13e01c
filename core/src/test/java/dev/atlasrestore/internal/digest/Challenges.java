package dev.atlasrestore.internal.digest;

/** Makes the challenges of the tests. */
public final class Challenges {

  /** A challenge of Atlas, as recorded. */
  static final String ATLAS =
      "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", "
          + "algorithm=MD5, qop=\"auth\", stale=false";

  private Challenges() {}

  /** Returns a challenge with {@code qop=auth}, this nonce and these further parameters. */
  public static String digest(String nonce, String... more) {
    StringBuilder challenge = new StringBuilder(withoutQop(nonce)).append(", qop=\"auth\"");
    for (String param : more) {
      challenge.append(", ").append(param);
    }
    return challenge.toString();
  }

  /** Returns a challenge without {@code qop}, as in RFC 2069. */
  static String withoutQop(String nonce) {
    return "Digest realm=\"r\", nonce=\"" + nonce + "\"";
  }

  /** Returns a challenge with {@code stale=true}. */
  public static String stale(String nonce) {
    return digest(nonce, "stale=true");
  }
}
