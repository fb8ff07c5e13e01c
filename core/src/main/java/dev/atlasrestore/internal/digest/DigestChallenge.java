package dev.atlasrestore.internal.digest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Digest challenge that this client can read (RFC 7616, section 3.3). Immutable.
 *
 * <p>The parameter {@code domain} is ignored. A client has one origin, and {@code domain} must not
 * extend credentials beyond it.
 *
 * @param realm unescaped; may be empty
 * @param nonce unescaped; never empty
 * @param opaque sent back unchanged, even if it is empty
 * @param algorithm {@link Algorithm#MD5} if the server names none
 * @param algorithmToken the algorithm as the server wrote it, to send back; empty if the server
 *     names none
 * @param qop the quality of protection that the credentials use
 * @param utf8 whether the server sent {@code charset=UTF-8}
 * @param userhash whether the server wants a hash instead of the user name
 * @param stale whether the server says that only the nonce was rejected
 */
record DigestChallenge(
    String realm,
    String nonce,
    Optional<String> opaque,
    Algorithm algorithm,
    Optional<String> algorithmToken,
    Qop qop,
    boolean utf8,
    boolean userhash,
    boolean stale) {

  /** Bounds the memory that a malicious server can occupy. No real server needs more. */
  private static final int MAX_LENGTH = 4096;

  /** Quality of protection (RFC 7616, section 3.4.3), the preferred one first. */
  enum Qop {
    /** Protects the request line. */
    AUTH,
    /** Protects the body too. The bodies of this client's requests are empty. */
    AUTH_INT,
    /** The server sent no {@code qop}: RFC 2069. */
    NONE
  }

  /**
   * Returns the Digest challenge; empty if it has another scheme, lacks a required parameter, or
   * offers no known algorithm or {@code qop}.
   */
  static Optional<DigestChallenge> from(AuthChallenge challenge) {
    if (!challenge.isDigest()
        || challenge.token68().isPresent()
        || !challenge.params().values().stream().allMatch(DigestChallenge::isSafe)) {
      return Optional.empty();
    }
    String realm = challenge.params().get("realm");
    String nonce = challenge.params().get("nonce");
    Optional<String> token = Optional.ofNullable(challenge.params().get("algorithm"));
    Optional<Algorithm> algorithm =
        token.isEmpty() ? Optional.of(Algorithm.MD5) : Algorithm.forToken(token.get());
    Optional<Qop> qop = preferredQop(challenge.params().getOrDefault("qop", ""));
    if (realm == null || nonce == null || nonce.isEmpty() || algorithm.isEmpty() || qop.isEmpty()) {
      return Optional.empty();
    }
    if (algorithm.get().session() && qop.get() == Qop.NONE) {
      // H(A1) of a session needs a cnonce, but a cnonce must not be sent without qop.
      return Optional.empty();
    }
    return Optional.of(
        new DigestChallenge(
            realm,
            nonce,
            Optional.ofNullable(challenge.params().get("opaque")),
            algorithm.get(),
            token,
            qop.get(),
            hasValue(challenge, "charset", "utf-8"),
            hasValue(challenge, "userhash", "true"),
            hasValue(challenge, "stale", "true")));
  }

  /** Returns the same challenge with the nonce that {@code nextnonce} names. */
  DigestChallenge withNonce(String nextnonce) {
    return new DigestChallenge(
        realm, nextnonce, opaque, algorithm, algorithmToken, qop, utf8, userhash, stale);
  }

  /** Returns whether both challenges are equal except for {@code nonce} and {@code stale}. */
  boolean differsOnlyInNonce(DigestChallenge that) {
    return realm.equals(that.realm)
        && opaque.equals(that.opaque)
        && algorithm == that.algorithm
        && algorithmToken.equals(that.algorithmToken)
        && qop == that.qop
        && utf8 == that.utf8
        && userhash == that.userhash;
  }

  /**
   * Returns whether a text from the server may be stored and sent back in a header field. Control
   * characters and long texts may not. Characters from U+0080 on are no control characters here:
   * they are single bytes of UTF-8.
   */
  static boolean isSafe(String text) {
    return text.length() <= MAX_LENGTH && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);
  }

  private static boolean hasValue(AuthChallenge challenge, String param, String value) {
    return challenge.params().getOrDefault(param, "").toLowerCase(Locale.ROOT).equals(value);
  }

  /** Returns {@link Qop#NONE} for an empty list, and empty if all options are unknown. */
  private static Optional<Qop> preferredQop(String list) {
    List<String> options =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(option -> !option.isEmpty())
            .toList();
    if (options.isEmpty()) {
      return Optional.of(Qop.NONE);
    }
    if (options.contains("auth")) {
      return Optional.of(Qop.AUTH);
    }
    return options.contains("auth-int") ? Optional.of(Qop.AUTH_INT) : Optional.empty();
  }
}
