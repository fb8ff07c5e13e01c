package dev.atlasrestore.internal.auth;

import dev.atlasrestore.exchange.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of one {@link DigestAuthFlow}. Immutable.
 *
 * @param request the unsigned request
 * @param deadline no request is sent at or after this instant
 * @param claim held while other calls wait for the nonce of this call
 * @param sent the number of requests sent so far
 * @param signed how many of them were signed
 * @param refusal the refusal of a remembered nonce, if there was one
 * @param hadConcurrentRequests whether another signed request was in flight beside one of this
 *     call's refused requests
 * @param successesAtDoubt the number of successes of the client when this call doubted a refusal;
 *     empty if it has not doubted one
 */
record AuthProgress(
    HttpRequest request,
    Instant deadline,
    Optional<ChallengeClaim> claim,
    int sent,
    int signed,
    Optional<NonceRefusal> refusal,
    boolean hadConcurrentRequests,
    OptionalLong successesAtDoubt) {

  static AuthProgress begin(HttpRequest request, Instant deadline) {
    return new AuthProgress(
        request, deadline, Optional.empty(), 0, 0, Optional.empty(), false, OptionalLong.empty());
  }

  Duration timeLeft(Instant now) {
    return Duration.between(now, deadline);
  }

  boolean isOutOfTime(Instant now) {
    return !now.isBefore(deadline);
  }

  AuthProgress holding(Optional<ChallengeClaim> newClaim) {
    return new AuthProgress(
        request,
        deadline,
        newClaim,
        sent,
        signed,
        refusal,
        hadConcurrentRequests,
        successesAtDoubt);
  }

  AuthProgress sentUnsigned() {
    return sent(signed);
  }

  AuthProgress sentSigned() {
    return sent(signed + 1);
  }

  private AuthProgress sent(int nowSigned) {
    return new AuthProgress(
        request,
        deadline,
        claim,
        sent + 1,
        nowSigned,
        refusal,
        hadConcurrentRequests,
        successesAtDoubt);
  }

  AuthProgress refused(NonceRefusal latest) {
    return new AuthProgress(
        request,
        deadline,
        claim,
        sent,
        signed,
        latest.remembered() ? Optional.of(latest) : refusal,
        hadConcurrentRequests || latest.hadConcurrentRequests(),
        successesAtDoubt);
  }

  AuthProgress doubting(long successes) {
    return new AuthProgress(
        request,
        deadline,
        claim,
        sent,
        signed,
        refusal,
        hadConcurrentRequests,
        OptionalLong.of(successes));
  }
}
