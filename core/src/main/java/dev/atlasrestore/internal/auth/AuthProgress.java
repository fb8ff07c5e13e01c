package dev.atlasrestore.internal.auth;

import dev.atlasrestore.TransportFailure;
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
 * @param sent the number of requests sent so far; a request that certainly did not leave is not
 *     counted
 * @param signed how many of them were signed
 * @param refusal the refusal of a remembered nonce, if there was one
 * @param hadConcurrentRequests whether another signed request was in flight beside one of this
 *     call's refused requests
 * @param resends how many lost requests were sent once more
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
    int resends,
    OptionalLong successesAtDoubt) {

  /** One for each of the two requests of a call without a remembered nonce. */
  private static final int MAX_RESENDS = 2;

  static AuthProgress begin(HttpRequest request, Instant deadline) {
    return new AuthProgress(
        request,
        deadline,
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        false,
        0,
        OptionalLong.empty());
  }

  Duration timeLeft(Instant now) {
    return Duration.between(now, deadline);
  }

  boolean isOutOfTime(Instant now) {
    return !now.isBefore(deadline);
  }

  AuthProgress withClaim(Optional<ChallengeClaim> newClaim) {
    return new AuthProgress(
        request,
        deadline,
        newClaim,
        sent,
        signed,
        refusal,
        hadConcurrentRequests,
        resends,
        successesAtDoubt);
  }

  AuthProgress sentUnsigned() {
    return sent(sent + 1, signed);
  }

  AuthProgress sentSigned() {
    return sent(sent + 1, signed + 1);
  }

  /** Returns the progress after a request that did not leave. */
  AuthProgress notSent() {
    return sent(sent - 1, signed);
  }

  private AuthProgress sent(int nowSent, int nowSigned) {
    return new AuthProgress(
        request,
        deadline,
        claim,
        nowSent,
        nowSigned,
        refusal,
        hadConcurrentRequests,
        resends,
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
        resends,
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
        resends,
        OptionalLong.of(successes));
  }

  /**
   * Returns whether to send a lost request once more. This is the case if the server closed a
   * reused connection, probably before the request arrived. A timeout is no reason, because it may
   * mean that the service is overloaded.
   */
  boolean mayResend(TransportFailure failure, Instant now) {
    return failure.onReusedConnection()
        && failure.kind() == TransportFailure.Kind.CLOSED
        && resends < MAX_RESENDS
        && !isOutOfTime(now);
  }

  /** Returns the progress after a request that is sent once more. */
  AuthProgress resending(boolean wasSigned) {
    return new AuthProgress(
        request,
        deadline,
        claim,
        sent,
        wasSigned ? signed - 1 : signed,
        refusal,
        hadConcurrentRequests,
        resends + 1,
        successesAtDoubt);
  }
}
