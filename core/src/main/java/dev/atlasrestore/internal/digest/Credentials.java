package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one challenge, as often as wanted: computes {@code Authorization} (RFC 7616,
 * section 3.4) and checks {@code rspauth} (section 3.5). Immutable. Holds H(A1), so it never shows
 * itself.
 */
final class Credentials {

  private static final String HEX = "0123456789abcdef";
  private static final int NC_DIGITS = 8;

  private final Hashes hashes;
  private final Challenge challenge;
  private final String secret;
  private final @Nullable String sessionCnonce;
  private final String head;
  private final String middle;
  private final String tail;

  /**
   * @param user the user name parameter, complete: {@code username="…"} or {@code username*=…}
   * @param secret H(A1); with a session algorithm the session's
   * @param sessionCnonce the one cnonce of a session; null where each request takes a fresh one
   */
  Credentials(
      Hashes hashes,
      Challenge challenge,
      String user,
      String secret,
      @Nullable String sessionCnonce) {
    this.hashes = hashes;
    this.challenge = challenge;
    this.secret = secret;
    this.sessionCnonce = sessionCnonce;
    this.head =
        "Digest "
            + user
            + ", realm="
            + quoted(challenge.realm())
            + ", nonce="
            + quoted(challenge.nonce())
            + ", uri=";
    this.middle =
        challenge.algorithmToken().map(token -> ", algorithm=" + token).orElse("")
            + ", response=\"";
    this.tail =
        challenge.opaque().map(opaque -> ", opaque=" + quoted(opaque)).orElse("")
            + (challenge.userhash() ? ", userhash=true" : "");
  }

  Challenge challenge() {
    return challenge;
  }

  Optional<String> sessionCnonce() {
    return Optional.ofNullable(sessionCnonce);
  }

  /**
   * Signs one request.
   *
   * @param target the request target, byte for byte as sent
   * @param count how often the nonce has been used, this time included
   * @param cnonces where a fresh cnonce comes from
   */
  Signature sign(String method, String target, int count, CnonceSource cnonces) {
    String hashOfTarget = hash(method + ":" + target + (protectsBody() ? ":" + hash("") : ""));
    StringBuilder header = new StringBuilder(head.length() + tail.length() + target.length() + 192);
    header.append(head).append(quoted(target)).append(middle);
    if (challenge.qop() == Challenge.Qop.NONE) {
      header
          .append(hash(secret + ":" + challenge.nonce() + ":" + hashOfTarget))
          .append('"')
          .append(tail);
      return new Signature(header.toString(), "");
    }
    String nc = nc(count);
    String cnonce = sessionCnonce == null ? cnonces.next() : sessionCnonce;
    String salt = challenge.nonce() + ":" + nc + ":" + cnonce + ":" + qop() + ":";
    header.append(hash(secret + ":" + salt + hashOfTarget)).append("\", qop=").append(qop());
    header.append(", nc=").append(nc).append(", cnonce=\"").append(cnonce).append('"').append(tail);
    return new Signature(header.toString(), salt);
  }

  /**
   * Whether an {@code Authentication-Info} does not prove the server wrong: its {@code rspauth} is
   * right, or missing.
   */
  boolean acceptsProof(Map<String, String> info, Signature signature, String target) {
    String proof = info.get("rspauth");
    if (proof == null || challenge.qop() != Challenge.Qop.AUTH) {
      return true;
    }
    String expected = hash(secret + ":" + signature.salt() + hash(":" + target));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.ISO_8859_1),
        proof.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  private boolean protectsBody() {
    return challenge.qop() == Challenge.Qop.AUTH_INT;
  }

  private String qop() {
    return protectsBody() ? "auth-int" : "auth";
  }

  private String hash(String text) {
    return hashes.hex(challenge.algorithm(), text);
  }

  /** The nonce count: eight lower-case hexadecimal digits. */
  static String nc(int count) {
    char[] digits = new char[NC_DIGITS];
    for (int i = 0; i < NC_DIGITS; i++) {
      digits[i] = HEX.charAt((count >>> (4 * (NC_DIGITS - 1 - i))) & 0xF);
    }
    return new String(digits);
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  /** Names the algorithm, nothing secret. */
  @Override
  public String toString() {
    return "Credentials[" + challenge.algorithm() + "]";
  }

  /**
   * One signed request.
   *
   * @param authorization the value of the {@code Authorization} field
   * @param salt what stands between H(A1) and H(A2) in the hashed text; {@code rspauth} needs it
   *     again
   */
  record Signature(String authorization, String salt) {

    /** Shows nothing: every part is or leads to a secret. */
    @Override
    public String toString() {
      return "Signature[…]";
    }
  }
}
