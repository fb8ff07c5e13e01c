package dev.atlasrestore.internal.digest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Digest challenge that can be answered (RFC 7616, section 3.3). Immutable.
 *
 * <p>{@code domain} is not kept: empty it means the whole origin, and it never widens beyond the
 * configured one, which is all that a client has.
 *
 * @param realm unescaped, possibly empty
 * @param nonce unescaped, never empty
 * @param opaque to be echoed even if empty
 * @param algorithm {@link Algorithm#MD5} where the server names none
 * @param algorithmToken the algorithm as the server wrote it, to be echoed; empty where it named
 *     none
 * @param qop what quality of protection to answer with
 * @param utf8 whether the server said {@code charset=UTF-8}
 * @param userhash whether the user name is to be sent as a hash
 * @param stale whether the server said that only the nonce was at fault
 */
record Challenge(
    String realm,
    String nonce,
    Optional<String> opaque,
    Algorithm algorithm,
    Optional<String> algorithmToken,
    Qop qop,
    boolean utf8,
    boolean userhash,
    boolean stale) {

  /** No server needs more; what is longer is an attack on memory. */
  private static final int MAX_LENGTH = 4096;

  /** Quality of protection (RFC 7616, section 3.4.3), the better first. */
  enum Qop {
    /** The request line is protected. */
    AUTH,
    /** The body as well; ours is empty. */
    AUTH_INT,
    /** The server named none: RFC 2069. */
    NONE
  }

  /**
   * The challenge as one of Digest's that can be answered; empty if it is another scheme's or lacks
   * what it needs.
   */
  static Optional<Challenge> from(AuthChallenge any) {
    if (!isDigest(any)
        || any.token68().isPresent()
        || !any.params().values().stream().allMatch(Challenge::isSafe)) {
      return Optional.empty();
    }
    String realm = any.params().get("realm");
    String nonce = any.params().get("nonce");
    Optional<String> token = Optional.ofNullable(any.params().get("algorithm"));
    Optional<Algorithm> algorithm =
        token.isEmpty() ? Optional.of(Algorithm.MD5) : Algorithm.named(token.get());
    Optional<Qop> qop = qop(any.params().getOrDefault("qop", ""));
    if (realm == null || nonce == null || nonce.isEmpty() || algorithm.isEmpty() || qop.isEmpty()) {
      return Optional.empty();
    }
    if (algorithm.get().session() && qop.get() == Qop.NONE) {
      return Optional.empty(); // H(A1) would need a cnonce, which must not be sent without qop
    }
    return Optional.of(
        new Challenge(
            realm,
            nonce,
            Optional.ofNullable(any.params().get("opaque")),
            algorithm.get(),
            token,
            qop.get(),
            is(any, "charset", "utf-8"),
            is(any, "userhash", "true"),
            is(any, "stale", "true")));
  }

  static boolean isDigest(AuthChallenge any) {
    return any.scheme().equalsIgnoreCase("Digest");
  }

  /** The same challenge with another nonce, as {@code nextnonce} gives it. */
  Challenge withNonce(String next) {
    return new Challenge(
        realm, next, opaque, algorithm, algorithmToken, qop, utf8, userhash, stale);
  }

  /** Whether this says what that one said, but for the nonce and whether it was stale. */
  boolean isOfSameSession(Challenge that) {
    return realm.equals(that.realm)
        && opaque.equals(that.opaque)
        && algorithm == that.algorithm
        && algorithmToken.equals(that.algorithmToken)
        && qop == that.qop
        && utf8 == that.utf8
        && userhash == that.userhash;
  }

  /**
   * Whether a text from the server may be remembered and sent back in a header field. From 0x80 on
   * nothing is a control character: those are the bytes of UTF-8, seen one by one.
   */
  static boolean isSafe(String text) {
    return text.length() <= MAX_LENGTH && text.chars().noneMatch(c -> c < ' ' || c == 0x7F);
  }

  private static boolean is(AuthChallenge any, String param, String value) {
    return any.params().getOrDefault(param, "").toLowerCase(Locale.ROOT).equals(value);
  }

  /**
   * The best option of a list that we know; none if the list is empty, empty if all are unknown.
   */
  private static Optional<Qop> qop(String list) {
    List<String> options =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
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
