package dev.atlasrestore.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of one API key for one nonce. Signs requests (RFC 7616, section 3.4) and checks
 * the server's {@code rspauth} (section 3.5). Immutable and safe for use by many threads. Holds
 * H(A1), so {@code toString} names only the algorithm.
 */
public final class DigestCredentials {

  private final HashFunction function;
  private final DigestChallenge challenge;
  private final String user;
  private final String ha1;
  private final CnonceSource cnonces;
  private final @Nullable String sessionCnonce;
  private final AuthorizationTemplate template;
  private final String qop;

  /**
   * @param user the complete user name parameter: {@code username="…"} or {@code username*=…}
   * @param ha1 H(A1); with a session algorithm the session key
   * @param sessionCnonce the cnonce of all requests of a session; null without a session, when each
   *     request uses a new cnonce
   */
  DigestCredentials(
      HashFunction function,
      DigestChallenge challenge,
      String user,
      String ha1,
      CnonceSource cnonces,
      @Nullable String sessionCnonce) {
    this.function = function;
    this.challenge = challenge;
    this.user = user;
    this.ha1 = ha1;
    this.cnonces = cnonces;
    this.sessionCnonce = sessionCnonce;
    this.template = new AuthorizationTemplate(challenge, user);
    this.qop = protectsBody() ? "auth-int" : "auth";
  }

  /** Returns the nonce of these credentials. */
  public String nonce() {
    return challenge.nonce();
  }

  /**
   * Returns the credentials for the nonce that {@code nextnonce} names; empty if it names none, the
   * current one, or one that is not safe to send back.
   *
   * <p>A session continues with its session key and its cnonce. Only a new challenge begins a new
   * session (RFC 7616, sections 3.4.2 and 3.6).
   */
  public Optional<DigestCredentials> next(AuthenticationInfo info) {
    return info.nextnonce()
        .filter(nonce -> !nonce.isEmpty() && !nonce.equals(nonce()))
        .filter(DigestChallenge::isSafe)
        .map(
            nonce ->
                new DigestCredentials(
                    function, challenge.withNonce(nonce), user, ha1, cnonces, sessionCnonce));
  }

  /**
   * Returns whether a session with these credentials continues after the server has repeated the
   * nonce in another challenge. It ends if anything else in the challenge has changed.
   *
   * @param repeated the credentials for the other challenge
   */
  public boolean sessionContinues(DigestCredentials repeated) {
    return sessionCnonce != null && challenge.differsOnlyInNonce(repeated.challenge);
  }

  /**
   * Signs one request.
   *
   * @param target the request target exactly as it is sent
   * @param count the nonce count of this request, from 1
   */
  public Signature sign(String method, String target, int count) {
    String a2 = method + ":" + target + (protectsBody() ? ":" + function.hash("") : "");
    if (challenge.qop() == DigestChallenge.Qop.NONE) {
      String response = function.hashWithHash(ha1 + ":" + nonce() + ":", a2);
      return new Signature(template.fill(target, response), target, "", "");
    }
    String nc = HexFormat.of().toHexDigits(count);
    String cnonce = sessionCnonce == null ? cnonces.next() : sessionCnonce;
    String response = response(nc, cnonce, a2);
    return new Signature(template.fill(target, response, qop, nc, cnonce), target, nc, cnonce);
  }

  /**
   * Returns whether the server sent an {@code rspauth} that does not match the key. A missing
   * {@code rspauth} is not wrong.
   *
   * @param signature that of the request to which the server responded
   */
  public boolean isRspauthWrong(AuthenticationInfo info, Signature signature) {
    if (info.rspauth().isEmpty() || challenge.qop() != DigestChallenge.Qop.AUTH) {
      return false;
    }
    String expected = response(signature.nc(), signature.cnonce(), ":" + signature.target());
    String actual = info.rspauth().get().toLowerCase(Locale.ROOT);
    return !MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }

  private String response(String nc, String cnonce, String a2) {
    return function.hashWithHash(
        ha1 + ":" + nonce() + ":" + nc + ":" + cnonce + ":" + qop + ":", a2);
  }

  private boolean protectsBody() {
    return challenge.qop() == DigestChallenge.Qop.AUTH_INT;
  }

  DigestChallenge challenge() {
    return challenge;
  }

  /** Names the algorithm and no secret. */
  @Override
  public String toString() {
    return "DigestCredentials[" + challenge.algorithm() + "]";
  }

  /**
   * The signature of one request.
   *
   * @param authorization the value of the {@code Authorization} field
   * @param target the request target that is signed
   * @param nc the nonce count as sent; empty without {@code qop}
   * @param cnonce the cnonce as sent; empty without {@code qop}
   */
  public record Signature(String authorization, String target, String nc, String cnonce) {

    /** Shows nothing, because every part is secret or derived from a secret. */
    @Override
    public String toString() {
      return "Signature[…]";
    }
  }
}
