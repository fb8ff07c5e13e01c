package dev.atlasrestore.testkit;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.testkit.internal.DigestCalculator;
import dev.atlasrestore.testkit.internal.DigestCredentials;
import dev.atlasrestore.testkit.internal.DigestCredentials.MalformedCredentials;
import dev.atlasrestore.testkit.internal.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The server's side of HTTP Digest (RFC 7616, section 3.4.6). It shares no code with core, so that
 * a mistake in core's client does not repeat here.
 *
 * <p>It rejects a request in three ways:
 *
 * <ul>
 *   <li>{@link Malformed}: credentials that no client should send, for example a {@code uri} that
 *       is not the request's target, or a parameter that does not repeat the challenge.
 *   <li>A plain challenge: no credentials, a wrong user, a wrong {@code response}, a replayed
 *       count.
 *   <li>A stale challenge, if the rules allow it: a right {@code response} for a nonce that has
 *       expired.
 * </ul>
 */
final class DigestVerifier {

  private final ApiKey key;
  private final DigestRules rules;
  private final ChallengeShape shape;
  private final DigestCalculator calculator;
  private final IssuedNonces nonces;

  DigestVerifier(ApiKey key, DigestRules rules, InstantSource clock) {
    this.key = key;
    this.rules = rules;
    this.shape = rules.shape();
    this.calculator =
        new DigestCalculator(
            shape.algorithm(), key.publicKey(), ChallengeShape.REALM, key.privateKey());
    this.nonces = new IssuedNonces(rules, clock);
  }

  /** The result of a check. */
  sealed interface Result {}

  /** The credentials are right. The response must carry this {@code Authentication-Info}. */
  record Accepted(Optional<String> authenticationInfo) implements Result {}

  /** The client must respond to this challenge. */
  record Challenged(String challenge) implements Result {}

  /** No client should send such credentials. */
  record Malformed(String reason) implements Result {}

  /** Checks a request by its {@code Authorization} fields. */
  Result check(String method, String target, List<String> authorizations) {
    if (authorizations.size() > 1) {
      return new Malformed("more than one Authorization field");
    }
    if (authorizations.isEmpty()
        || !authorizations.get(0).regionMatches(true, 0, "Digest ", 0, 7)) {
      return challenge(false);
    }
    try {
      DigestCredentials credentials = DigestCredentials.parse(authorizations.get(0).substring(7));
      requireValue("uri", target, credentials);
      requireValue("realm", ChallengeShape.REALM, credentials);
      requireValue("algorithm", shape.algorithm(), credentials);
      requireValue("qop", "auth", credentials);
      requireOpaque(credentials);
      return checkResponse(credentials, method, target);
    } catch (MalformedCredentials e) {
      return new Malformed(e.reason());
    }
  }

  private static void requireValue(String name, String expected, DigestCredentials credentials)
      throws MalformedCredentials {
    if (!credentials.require(name).equals(expected)) {
      throw new MalformedCredentials(
          name + " is not that of the " + (name.equals("uri") ? "request" : "challenge"));
    }
  }

  private void requireOpaque(DigestCredentials credentials) throws MalformedCredentials {
    if (!shape.opaque().isEmpty()) {
      requireValue("opaque", shape.opaque(), credentials);
    } else if (credentials.get("opaque").isPresent()) {
      throw new MalformedCredentials("opaque is not part of the challenge");
    }
  }

  private Result checkResponse(DigestCredentials credentials, String method, String target)
      throws MalformedCredentials {
    String nonce = credentials.require("nonce");
    String count = credentials.require("nc");
    if (!count.matches("[0-9a-f]{8}")) {
      throw new MalformedCredentials("nc is not 8 lower-case hexadecimal digits");
    }
    String cnonce = credentials.require("cnonce");
    if (cnonce.isEmpty()) {
      throw new MalformedCredentials("cnonce is empty");
    }
    String expected = calculator.response(method, target, nonce, count, cnonce);
    if (!hasRightUser(credentials) || !credentials.require("response").equals(expected)) {
      return challenge(false);
    }
    return switch (nonces.use(nonce, Integer.parseUnsignedInt(count, 16))) {
      case ACCEPTED -> new Accepted(authenticationInfo(credentials, target));
      case EXPIRED -> challenge(rules.sendsStale());
      case REPLAYED -> challenge(false);
    };
  }

  private boolean hasRightUser(DigestCredentials credentials) throws MalformedCredentials {
    boolean hashed = credentials.get("userhash").filter("true"::equals).isPresent();
    Optional<String> extended = credentials.get("username*");
    if (extended.isPresent()) {
      if (credentials.get("username").isPresent() || hashed || !shape.hasCharset()) {
        throw new MalformedCredentials(
            "username* is allowed only with charset=UTF-8, and without username and userhash");
      }
      return extended.get().regionMatches(true, 0, "UTF-8''", 0, 7)
          && PercentEncoding.decode(extended.get().substring(7))
              .filter(key.publicKey()::equals)
              .isPresent();
    }
    if (hashed != shape.userhash()) {
      throw new MalformedCredentials("userhash is not that of the challenge");
    }
    String user = credentials.require("username");
    return hashed
        ? user.equals(calculator.userhash())
        : user.equals(key.publicKey()) && StandardCharsets.US_ASCII.newEncoder().canEncode(user);
  }

  private Optional<String> authenticationInfo(DigestCredentials credentials, String target)
      throws MalformedCredentials {
    String nonce = credentials.require("nonce");
    StringBuilder info = new StringBuilder();
    if (rules.nextNonce() != DigestRules.NextNonce.MISSING) {
      boolean fresh = rules.nextNonce() == DigestRules.NextNonce.FRESH;
      info.append("nextnonce=\"").append(fresh ? nonces.issue() : nonce).append("\", ");
    }
    if (rules.rspauth() != DigestRules.Rspauth.MISSING) {
      boolean right = rules.rspauth() == DigestRules.Rspauth.RIGHT;
      String count = credentials.require("nc");
      String cnonce = credentials.require("cnonce");
      DigestCalculator signer =
          right ? calculator : new DigestCalculator(shape.algorithm(), "", "", "");
      info.append("rspauth=\"").append(signer.rspauth(target, nonce, count, cnonce));
      info.append("\", cnonce=\"").append(cnonce.replaceAll("[\\\\\"]", "\\\\$0"));
      info.append("\", nc=").append(count).append(", ");
    }
    return info.isEmpty() ? Optional.empty() : Optional.of(info + "qop=auth");
  }

  private Result challenge(boolean stale) {
    return new Challenged(newChallenge(stale));
  }

  /** Returns a challenge with a new nonce. */
  String newChallenge(boolean stale) {
    return shape.challenge(nonces.issue(), stale);
  }

  /** Forgets every issued nonce, as a restarted server does. */
  void forgetNonces() {
    nonces.forget();
  }
}
