package dev.atlasrestore.internal.digest;

/** Challenges of the usual shape. */
final class Challenges {

  /** What Atlas sends, as captured. */
  static final String ATLAS =
      "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", "
          + "algorithm=MD5, qop=\"auth\", stale=false";

  private Challenges() {}

  /** A challenge with this nonce and, each after a comma, these parameters. */
  static String digest(String nonce, String... more) {
    StringBuilder challenge = new StringBuilder(plain(nonce)).append(", qop=\"auth\"");
    for (String param : more) {
      challenge.append(", ").append(param);
    }
    return challenge.toString();
  }

  /** A challenge without qop, as of RFC 2069. */
  static String plain(String nonce) {
    return "Digest realm=\"r\", nonce=\"" + nonce + "\"";
  }

  /** A challenge that puts the blame on the nonce alone. */
  static String stale(String nonce) {
    return digest(nonce, "stale=true");
  }
}
