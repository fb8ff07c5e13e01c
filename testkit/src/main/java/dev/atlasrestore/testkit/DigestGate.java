package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.DigestCredentials.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A server's side of HTTP Digest (RFC 7616, section 3.4.6), written without a look at the client's:
 * it shares no code with core, so that one mistake cannot be made twice.
 *
 * <p>Three kinds of refusal. What no client should send (a wrong {@code uri}, parameters that do
 * not repeat the challenge) is malformed, and says why. A wrong user or response is a plain
 * challenge. A good response on a nonce that is no good any more is a challenge too, a stale one if
 * the rules say so.
 */
final class DigestGate {

  private final ApiKey key;
  private final DigestRules rules;
  private final ChallengeShape shape;
  private final DigestProof proof;
  private final Nonces nonces;

  DigestGate(ApiKey key, DigestRules rules, InstantSource clock) {
    this.key = key;
    this.rules = rules;
    this.shape = rules.shape();
    this.proof =
        new DigestProof(shape.algorithm(), key.publicKey(), ChallengeShape.REALM, key.privateKey());
    this.nonces = new Nonces(rules, clock);
  }

  /** What the gate says. */
  sealed interface Verdict {}

  /** Come in; the answer is to carry this {@code Authentication-Info}. */
  record Granted(Optional<String> info) implements Verdict {}

  /** Answer this challenge first. */
  record Challenged(String challenge) implements Verdict {}

  /** No client should send this. */
  record Malformed(String why) implements Verdict {}

  /** Judges a request by its {@code Authorization} fields. */
  Verdict check(String method, String target, List<String> authorizations) {
    if (authorizations.size() > 1) {
      return new Malformed("more than one Authorization field");
    }
    if (authorizations.isEmpty()
        || !authorizations.get(0).regionMatches(true, 0, "Digest ", 0, 7)) {
      return challenge(false);
    }
    try {
      DigestCredentials given = DigestCredentials.read(authorizations.get(0).substring(7));
      requireEcho("uri", target, given);
      requireEcho("realm", ChallengeShape.REALM, given);
      requireEcho("algorithm", shape.algorithm(), given);
      requireEcho("qop", "auth", given);
      requireOpaque(given);
      return judged(given, method, target);
    } catch (Unreadable e) {
      return new Malformed(e.why());
    }
  }

  private static void requireEcho(String name, String wanted, DigestCredentials given)
      throws Unreadable {
    if (!given.require(name).equals(wanted)) {
      throw new Unreadable(
          name + " is not that of the " + (name.equals("uri") ? "request" : "challenge"));
    }
  }

  private void requireOpaque(DigestCredentials given) throws Unreadable {
    if (shape.opaque().isEmpty()) {
      if (given.get("opaque").isPresent()) {
        throw new Unreadable("opaque was never sent");
      }
    } else {
      requireEcho("opaque", shape.opaque(), given);
    }
  }

  private Verdict judged(DigestCredentials given, String method, String target) throws Unreadable {
    String nonce = given.require("nonce");
    String count = given.require("nc");
    if (!count.matches("[0-9a-f]{8}")) {
      throw new Unreadable("nc is not 8 lower-case hexadecimal digits");
    }
    if (given.require("cnonce").isEmpty()) {
      throw new Unreadable("cnonce is empty");
    }
    String cnonce = given.require("cnonce");
    String response = proof.response(method, target, nonce, count, cnonce);
    if (!isUser(given) || !given.require("response").equals(response)) {
      return challenge(false);
    }
    return switch (nonces.use(nonce, Integer.parseUnsignedInt(count, 16))) {
      case GOOD -> new Granted(info(given, target));
      case GONE -> challenge(rules.saysStale());
      case REPLAYED -> challenge(false);
    };
  }

  private boolean isUser(DigestCredentials given) throws Unreadable {
    boolean hashed = given.get("userhash").filter("true"::equals).isPresent();
    Optional<String> extended = given.get("username*");
    if (extended.isPresent()) {
      if (given.get("username").isPresent() || hashed || !shape.saysUtf8()) {
        throw new Unreadable("username* must stand alone, and only where UTF-8 was offered");
      }
      return extended.get().regionMatches(true, 0, "UTF-8''", 0, 7)
          && Percent.decoded(extended.get().substring(7))
              .filter(key.publicKey()::equals)
              .isPresent();
    }
    if (hashed != shape.userhash()) {
      throw new Unreadable("userhash is not as offered");
    }
    String user = given.require("username");
    return hashed
        ? user.equals(proof.userhash())
        : user.equals(key.publicKey()) && StandardCharsets.US_ASCII.newEncoder().canEncode(user);
  }

  private Optional<String> info(DigestCredentials given, String target) throws Unreadable {
    StringBuilder info = new StringBuilder();
    if (rules.nextNonce() != DigestRules.NextNonce.MISSING) {
      boolean fresh = rules.nextNonce() == DigestRules.NextNonce.FRESH;
      String next = fresh ? nonces.issue() : given.require("nonce");
      info.append("nextnonce=\"").append(next).append("\", ");
    }
    if (rules.rspauth() != DigestRules.Rspauth.MISSING) {
      boolean right = rules.rspauth() == DigestRules.Rspauth.RIGHT;
      String nonce = given.require("nonce");
      String count = given.require("nc");
      String cnonce = given.require("cnonce");
      DigestProof prover = right ? proof : new DigestProof(shape.algorithm(), "", "", "");
      info.append("rspauth=\"").append(prover.rspauth(target, nonce, count, cnonce));
      info.append("\", cnonce=\"").append(cnonce.replaceAll("[\\\\\"]", "\\\\$0"));
      info.append("\", nc=").append(count).append(", ");
    }
    return info.isEmpty() ? Optional.empty() : Optional.of(info + "qop=auth");
  }

  private Verdict challenge(boolean stale) {
    return new Challenged(freshChallenge(stale));
  }

  /** A challenge with a new, good nonce. */
  String freshChallenge(boolean stale) {
    return shape.challenge(nonces.issue(), stale);
  }

  /** Makes every nonce unknown, as a restart would. */
  void forgetNonces() {
    nonces.forget();
  }
}
