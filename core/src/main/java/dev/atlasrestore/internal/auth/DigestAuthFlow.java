package dev.atlasrestore.internal.auth;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.auth.NonceDecision.AwaitChallenge;
import dev.atlasrestore.internal.auth.NonceDecision.RequestChallenge;
import dev.atlasrestore.internal.auth.NonceDecision.UseNonce;
import dev.atlasrestore.internal.digest.AuthenticationInfo;
import dev.atlasrestore.internal.digest.ChallengeSelection;
import dev.atlasrestore.internal.digest.DigestAuthenticator;
import dev.atlasrestore.internal.digest.DigestCredentials;
import dev.atlasrestore.internal.step.Steps;
import dev.atlasrestore.internal.time.Times;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sends a request and authenticates it with HTTP Digest (RFC 7616, section 3). One instance serves
 * all calls of a client and is safe for use by many threads.
 *
 * <p>A call has one of five dialogues. A <em>remembered</em> nonce comes from the {@link
 * NoncePool}. A <em>fresh</em> nonce comes from a challenge that the call has just received.
 *
 * <table>
 *   <caption>The five dialogues of a call</caption>
 *   <tr><th>dialogue</th><th>what is sent and received</th><th>requests</th></tr>
 *   <tr>
 *     <td>1. A remembered nonce is accepted</td>
 *     <td>signed → response</td>
 *     <td>1</td>
 *   </tr>
 *   <tr>
 *     <td>2. No nonce is remembered</td>
 *     <td>unsigned → 401, signed → response</td>
 *     <td>2</td>
 *   </tr>
 *   <tr>
 *     <td>3. A remembered nonce is refused</td>
 *     <td>signed → 401, signed with the fresh nonce → response</td>
 *     <td>2</td>
 *   </tr>
 *   <tr>
 *     <td>4. A fresh nonce is refused with {@code stale=true}</td>
 *     <td>as 2 or 3 up to a 401, then signed with the next fresh nonce → response</td>
 *     <td>3 or 4</td>
 *   </tr>
 *   <tr>
 *     <td>5. A fresh nonce is refused without {@code stale=true}</td>
 *     <td>as 2 or 3 up to a 401; if the key has worked, then unsigned → 401, signed → 401</td>
 *     <td>2; 4 if the key has worked</td>
 *   </tr>
 * </table>
 *
 * <p><b>The refusal of a remembered nonce says nothing about the key</b>, even without {@code
 * stale=true}. Servers send a plain 401 after a restart, for the nonce of another server node, and
 * for a nonce count out of order.
 *
 * <p><b>The refusal of a fresh nonce without {@code stale=true} means a wrong key</b>, if the key
 * has never worked. The call then ends after two requests, because more failed logins could lock
 * the account. A call answers at most three challenges in a row. Without this limit, a server that
 * always sends {@code stale=true} would keep the call running for ever.
 *
 * <p><b>Doubt.</b> If the key has worked, a call doubts the refusal of a fresh nonce: the challenge
 * may come from one node of the service and the refusal from another, or the nonce may have expired
 * on the way. The call then repeats dialogue 2 once: unsigned → 401, signed → response. If the
 * server refuses that request too, the call ends. A call doubts a refusal with {@code stale=true}
 * only if concurrent calls may have caused it. {@link CredentialTrust} describes the conditions.
 *
 * <p><b>Lost requests.</b> If the server closes a pooled connection on which the request was sent,
 * and no byte of a response has arrived, the request is sent once more. A signed request then uses
 * the next nonce count, because the server may have received the first one. A transport must not do
 * this itself, because it would repeat the nonce count. At most two requests of a call are sent
 * once more.
 *
 * <p>This class never throws because of a response. A cancelled call returns its nonce lease and
 * its claim.
 */
public final class DigestAuthFlow {

  private static final int UNAUTHORIZED = 401;
  private static final int MAX_SIGNED = 3;

  /** Two round trips to a slow service. */
  private static final Duration MAX_CLAIM = Duration.ofSeconds(2);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration MAX_PAUSE = Duration.ofMillis(50);

  private final DigestAuthenticator authenticator;
  private final NoncePool pool;
  private final CredentialTrust trust = new CredentialTrust();
  private final Duration timeout;
  private final int maxBodyBytes;

  /**
   * Creates the flow of one client.
   *
   * @param random makes cnonces; must never block, because event loops call it
   * @param timeout bounds each request
   * @param maxBodyBytes bounds the body of each response
   */
  public DigestAuthFlow(ApiKey key, SecureRandom random, Duration timeout, int maxBodyBytes) {
    this.authenticator = new DigestAuthenticator(key, random);
    this.pool = new NoncePool(Times.shorter(timeout, MAX_CLAIM), timeout);
    this.timeout = timeout;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * Starts a request. It is signed at once if the pool has a nonce, and unsigned otherwise.
   *
   * @param request the unsigned request
   * @param deadline no request is sent at or after this instant; the result is {@link
   *     AuthResult.Unanswered} then, with {@link TransportFailure.Kind#TIMEOUT}
   */
  public Step<AuthResult> start(HttpRequest request, Instant now, Instant deadline) {
    return begin(AuthProgress.begin(request, deadline), now, Optional.empty(), FIRST_PAUSE);
  }

  /** Returns whether no call holds a nonce lease or a claim. */
  boolean isUnused(Instant now) {
    return pool.isUnused(now);
  }

  private Step<AuthResult> begin(
      AuthProgress progress, Instant now, Optional<ChallengeClaim> awaited, Duration pause) {
    if (progress.isOutOfTime(now)) {
      return outOfTime(progress);
    }
    NonceDecision decision = pool.take(now, awaited);
    if (decision instanceof UseNonce use) {
      return sendSigned(progress, use.lease(), now);
    }
    if (decision instanceof AwaitChallenge await) {
      return awaitChallenge(progress, await.claim(), now, pause);
    }
    return sendUnsigned(progress.withClaim(((RequestChallenge) decision).claim()), now);
  }

  private Step<AuthResult> awaitChallenge(
      AuthProgress progress, ChallengeClaim claim, Instant now, Duration pause) {
    Duration nextPause = Times.shorter(pause.multipliedBy(2), MAX_PAUSE);
    Duration untilExpiry = Duration.between(now, claim.expiry());
    return Step.pause(
        Times.shorter(Times.shorter(pause, untilExpiry), progress.timeLeft(now)),
        later -> begin(progress, later, Optional.of(claim), nextPause));
  }

  private Step<AuthResult> sendUnsigned(AuthProgress before, Instant now) {
    if (before.isOutOfTime(now)) {
      return outOfTime(before);
    }
    AuthProgress progress = before.sentUnsigned();
    Step.Send<AuthResult> send =
        Step.send(
            progress.request(),
            Times.shorter(timeout, progress.timeLeft(now)),
            maxBodyBytes,
            (response, later) -> afterUnsigned(progress, response, later),
            (failure, later) ->
                progress.mayResend(failure, later)
                    ? sendUnsigned(progress.resending(false), later)
                    : requestFailed(progress, failure));
    return Steps.onCancel(send, later -> releaseClaim(progress));
  }

  private Step<AuthResult> afterUnsigned(
      AuthProgress progress, HttpResponse response, Instant now) {
    if (response.status() != UNAUTHORIZED) {
      if (isSuccess(response)) {
        pool.recordUnchallengedSuccess();
      }
      return end(
          progress,
          new AuthResult.Answered(response, false, "", Reason.KEY_REFUSED, progress.sent()));
    }
    ChallengeSelection selection = authenticator.select(response.headers("WWW-Authenticate"));
    return selection.credentials().isPresent()
        ? answerChallenge(progress, selection.credentials().get(), now)
        : end(
            progress,
            new AuthResult.Answered(
                response, false, selection.problem(), selection.reason(), progress.sent()));
  }

  private Step<AuthResult> answerChallenge(
      AuthProgress progress, DigestCredentials credentials, Instant now) {
    return progress.isOutOfTime(now)
        ? outOfTime(progress)
        : sendSigned(progress, pool.adopt(credentials, now), now);
  }

  private Step<AuthResult> sendSigned(AuthProgress before, NonceLease lease, Instant now) {
    AuthProgress progress = before.sentSigned();
    HttpRequest request = progress.request();
    DigestCredentials.Signature signature =
        lease.credentials().sign(request.method(), request.target(), lease.count());
    Step.Send<AuthResult> send =
        Step.send(
            request.withHeader("Authorization", signature.authorization()),
            Times.shorter(timeout, progress.timeLeft(now)),
            maxBodyBytes,
            (response, later) ->
                response.status() == UNAUTHORIZED
                    ? refused(progress, lease, response, later)
                    : accepted(progress, lease, signature, response, later),
            (failure, later) -> {
              if (progress.mayResend(failure, later)) {
                return sendSigned(progress.resending(true), pool.renew(lease, later), later);
              }
              pool.returnUnverified(lease);
              return requestFailed(progress, failure);
            });
    return Steps.onCancel(
        send,
        later -> {
          pool.returnUnverified(lease);
          releaseClaim(progress);
        });
  }

  private Step<AuthResult> refused(
      AuthProgress before, NonceLease lease, HttpResponse response, Instant now) {
    ChallengeSelection selection = authenticator.select(response.headers("WWW-Authenticate"));
    AuthResult refusal =
        new AuthResult.Answered(
            response, true, selection.problem(), selection.reason(), before.sent());
    if (!selection.challenged()) {
      pool.returnUnverified(lease);
      return end(before, refusal);
    }
    AuthProgress progress = before.refused(pool.refuse(lease, now));
    boolean keyRefused = !lease.remembered() && !selection.stale();
    boolean maySign = progress.signed() < MAX_SIGNED;
    boolean hasDoubted = progress.successesAtDoubt().isPresent();
    boolean doubtful =
        keyRefused || (!lease.remembered() && progress.hadConcurrentRequests() && maySign);
    if (keyRefused && hasDoubted) {
      trust.confirmRefusal(progress.successesAtDoubt().getAsLong());
    } else if (doubtful && !hasDoubted && trust.isTrusted()) {
      return sendUnsigned(progress.doubting(trust.successes()), now);
    }
    return !keyRefused && maySign && selection.credentials().isPresent()
        ? answerChallenge(progress, selection.credentials().get(), now)
        : end(progress, refusal);
  }

  private Step<AuthResult> accepted(
      AuthProgress progress,
      NonceLease lease,
      DigestCredentials.Signature signature,
      HttpResponse response,
      Instant now) {
    AuthenticationInfo info = AuthenticationInfo.parse(response.headers("Authentication-Info"));
    if (lease.credentials().isRspauthWrong(info, signature)) {
      pool.discard(lease);
      return end(
          progress, new AuthResult.ServerNotAuthenticated(response.status(), progress.sent()));
    }
    progress.refusal().ifPresent(pool::learn);
    if (isSuccess(response)) {
      trust.recordSuccess();
    }
    pool.accept(lease, now, lease.credentials().next(info));
    return end(
        progress, new AuthResult.Answered(response, true, "", Reason.KEY_REFUSED, progress.sent()));
  }

  private Step<AuthResult> outOfTime(AuthProgress progress) {
    TransportFailure timedOut = TransportFailure.notSent(TransportFailure.Kind.TIMEOUT);
    return unanswered(progress, timedOut);
  }

  private Step<AuthResult> requestFailed(AuthProgress progress, TransportFailure failure) {
    boolean mayHaveLeft = failure.fate() != TransportFailure.Fate.NOT_SENT;
    return unanswered(mayHaveLeft ? progress : progress.notSent(), failure);
  }

  private Step<AuthResult> unanswered(AuthProgress progress, TransportFailure failure) {
    return end(
        progress, new AuthResult.Unanswered(failure, progress.sent(), progress.signed() > 0));
  }

  private Step<AuthResult> end(AuthProgress progress, AuthResult result) {
    releaseClaim(progress);
    return Step.done(result);
  }

  private void releaseClaim(AuthProgress progress) {
    progress.claim().ifPresent(pool::release);
  }

  private static boolean isSuccess(HttpResponse response) {
    return response.status() / 100 == 2;
  }
}
