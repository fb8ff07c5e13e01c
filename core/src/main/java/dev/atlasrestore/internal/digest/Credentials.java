package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one challenge, as often as wanted: computes {@code Authorization} (RFC 7616,
 * section 3.4) and checks {@code rspauth} (section 3.5). Immutable. Holds H(A1), so it never shows
 * itself.
 *
 * <p>What all answers have in common is done once: the hash that they begin with, and the parts of
 * the header field.
 */
final class Credentials {

  private final Challenge challenge;
  private final @Nullable String sessionCnonce;
  private final BegunHash hash;
  private final BegunHash hashOfSecret;
  private final String qop;
  private final String head;
  private final String algorithm;
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
    this.challenge = challenge;
    this.sessionCnonce = sessionCnonce;
    this.hash = hashes.of(challenge.algorithm());
    this.hashOfSecret = hash.with(secret + ":" + challenge.nonce() + ":");
    this.qop = protectsBody() ? "auth-int" : "auth";
    this.head =
        "Digest "
            + user
            + ", realm="
            + quoted(challenge.realm())
            + ", nonce="
            + quoted(challenge.nonce())
            + ", uri=\"";
    this.algorithm =
        "\""
            + challenge.algorithmToken().map(token -> ", algorithm=" + token).orElse("")
            + ", response=\"";
    this.tail =
        "\""
            + challenge.opaque().map(opaque -> ", opaque=" + quoted(opaque)).orElse("")
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
    String hashOfTarget =
        protectsBody()
            ? hash.hex(method + ":", target, ":" + hash.hex(""))
            : hash.hex(method + ":", target);
    if (challenge.qop() == Challenge.Qop.NONE) {
      String response = hashOfSecret.hex(hashOfTarget);
      return new Signature(head + escaped(target) + algorithm + response + tail, "", "");
    }
    String nc = HexFormat.of().toHexDigits(count);
    String cnonce = sessionCnonce == null ? cnonces.next() : sessionCnonce;
    String response = proof(nc, cnonce, hashOfTarget);
    String authorization =
        head
            + escaped(target)
            + algorithm
            + response
            + "\", qop="
            + qop
            + ", nc="
            + nc
            + ", cnonce=\""
            + cnonce
            + tail;
    return new Signature(authorization, nc, cnonce);
  }

  /**
   * Whether an {@code Authentication-Info} does not prove the server wrong: its {@code rspauth} is
   * right, or missing.
   */
  boolean acceptsProof(Map<String, String> info, Signature signature, String target) {
    String claimed = info.get("rspauth");
    if (claimed == null || challenge.qop() != Challenge.Qop.AUTH) {
      return true;
    }
    String expected = proof(signature.nc(), signature.cnonce(), hash.hex(":", target));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.ISO_8859_1),
        claimed.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  private boolean protectsBody() {
    return challenge.qop() == Challenge.Qop.AUTH_INT;
  }

  private String proof(String nc, String cnonce, String hashOfA2) {
    return hashOfSecret.hex(nc + ":" + cnonce + ":" + qop + ":" + hashOfA2);
  }

  static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  private static String escaped(String text) {
    return text.indexOf('"') < 0 && text.indexOf('\\') < 0
        ? text
        : text.replace("\\", "\\\\").replace("\"", "\\\"");
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
   * @param nc the nonce count as signed; empty where the server wants none
   * @param cnonce the cnonce as signed, likewise
   */
  record Signature(String authorization, String nc, String cnonce) {

    /** Shows nothing: every part is or leads to a secret. */
    @Override
    public String toString() {
      return "Signature[…]";
    }
  }
}
