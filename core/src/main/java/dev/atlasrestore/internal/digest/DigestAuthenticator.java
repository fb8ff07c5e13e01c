package dev.atlasrestore.internal.digest;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AuthenticationException.Reason;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Creates the credentials of one API key for the challenges of a 401 response. Safe for use by many
 * threads.
 */
public final class DigestAuthenticator {

  private static final Comparator<DigestChallenge> STRONGEST_FIRST =
      Comparator.comparing(DigestChallenge::algorithm).thenComparing(DigestChallenge::qop);

  private final HashFunctions functions;
  private final CredentialsFactory factory;

  /**
   * Creates the authenticator of one client.
   *
   * @param random makes cnonces; must never block, because event loops call it
   */
  public DigestAuthenticator(ApiKey key, SecureRandom random) {
    this(key, new HashFunctions(), new RandomCnonces(random));
  }

  DigestAuthenticator(ApiKey key, HashFunctions functions, CnonceSource cnonces) {
    this.functions = functions;
    this.factory = new CredentialsFactory(key, functions, cnonces);
  }

  /**
   * Selects the strongest supported challenge and makes its credentials. Never throws.
   *
   * @param fields the values of all {@code WWW-Authenticate} fields of the response
   */
  public ChallengeSelection select(List<String> fields) {
    List<AuthChallenge> all = AuthHeaderParser.challenges(fields);
    List<DigestChallenge> readable =
        all.stream().flatMap(challenge -> DigestChallenge.from(challenge).stream()).toList();
    Optional<DigestChallenge> strongest =
        readable.stream().filter(this::isSupported).min(STRONGEST_FIRST);
    if (strongest.isEmpty()) {
      Reason reason = unsupported(readable);
      return new ChallengeSelection(
          !readable.isEmpty(), Optional.empty(), false, problem(all, readable, reason), reason);
    }
    boolean stale = strongest.get().stale();
    Reason reason = stale ? Reason.STALE_NONCE : Reason.KEY_REFUSED;
    return new ChallengeSelection(true, strongest.map(factory::credentials), stale, "", reason);
  }

  private boolean isSupported(DigestChallenge challenge) {
    return functions.supports(challenge.algorithm()) && factory.canSendUserName(challenge);
  }

  /** Says why none of these challenges is supported. */
  private Reason unsupported(List<DigestChallenge> readable) {
    if (readable.isEmpty()) {
      return Reason.NO_SUPPORTED_CHALLENGE;
    }
    return readable.stream().noneMatch(challenge -> functions.supports(challenge.algorithm()))
        ? Reason.ALGORITHM_UNAVAILABLE
        : Reason.USER_NAME_NOT_ENCODABLE;
  }

  private static String problem(
      List<AuthChallenge> all, List<DigestChallenge> readable, Reason reason) {
    if (all.isEmpty()) {
      return "the service sent no challenge that can be read";
    }
    if (all.stream().noneMatch(AuthChallenge::isDigest)) {
      return "the service offers no Digest authentication, and no other scheme is supported";
    }
    return switch (reason) {
      case ALGORITHM_UNAVAILABLE ->
          "this JVM lacks the hash function that the service requires ("
              + readable.get(0).algorithm()
              + ")";
      case USER_NAME_NOT_ENCODABLE ->
          "the public key holds characters outside of ASCII, and the service did not send charset=UTF-8";
      default ->
          "the service's Digest challenge cannot be used: it lacks realm or nonce, or its algorithm or qop is unknown";
    };
  }
}
