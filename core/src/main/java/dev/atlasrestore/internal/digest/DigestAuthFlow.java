package dev.atlasrestore.internal.digest;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.HttpResponse;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.Nonce.Lease;
import dev.atlasrestore.internal.digest.NoncePool.Refusal;
import dev.atlasrestore.internal.digest.Turn.Claim;
import dev.atlasrestore.internal.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One exchange under HTTP Digest (RFC 7616, section 3): signs at once where a nonce is remembered,
 * else asks for a challenge and answers it.
 *
 * <p><b>What a 401 says</b> depends on whose nonce was refused. A <em>remembered</em> nonce:
 * nothing of the password, whatever {@code stale} says, since servers answer a plain 401 after a
 * restart, to another node's nonce or to a count out of order; so the challenge in this answer is
 * answered. The nonce of <em>this exchange's</em> own challenge: with {@code stale=true} the newest
 * is answered, otherwise the key is wrong and the 401 is the answer. So a wrong key costs exactly
 * two requests, and {@link #MAX_SIGNED} bounds a server that says stale for ever.
 *
 * <p>One exception: a client whose key has proven good doubts the refusal of a fresh nonce once if
 * other signed requests were in flight beside its own, and asks unsigned for another challenge.
 * Some servers (Apache httpd with {@code AuthDigestNcCheck} or one-time nonces) judge by {@code
 * opaque} and repeat that when they refuse, so calls side by side spoil each other's fresh nonces;
 * asking unsigned gets an {@code opaque} of one's own. Such an exchange costs four requests, or
 * five if it began unsigned and is told {@code stale=true} after that; three of them are signed at
 * most.
 *
 * <p>Nothing here throws on what a server sends, and nothing is owed when a conversation is
 * dropped: see {@link NoncePool}.
 */
public final class DigestAuthFlow {

  private static final int MAX_SIGNED = 3;
  private static final int UNAUTHORIZED = 401;
  private static final Duration FIRST_LOOK = Duration.ofMillis(5);
  private static final Duration LONGEST_LOOK = Duration.ofMillis(50);

  private final DigestAuthenticator keyring;
  private final NoncePool pool;
  private final KeyProof keyProof = new KeyProof();
  private final CnonceSource cnonces;
  private final Duration timeout;
  private final int maxBodyBytes;

  /**
   * The exchanges of one client.
   *
   * @param timeout bounds each request
   * @param maxBodyBytes bounds each answer
   */
  public DigestAuthFlow(
      DigestAuthenticator keyring,
      NoncePool pool,
      CnonceSource cnonces,
      Duration timeout,
      int maxBodyBytes) {
    this.keyring = keyring;
    this.pool = pool;
    this.cnonces = cnonces;
    this.timeout = timeout;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** The exchange that begins with this unsigned request, without a deadline. */
  Call<AuthResult> of(HttpRequest request) {
    return now -> start(request, now, Instant.MAX);
  }

  /**
   * Begins the exchange with this unsigned request. Nothing is sent at or after the deadline, and
   * nothing gets more time than remains before it.
   */
  public Step<AuthResult> start(HttpRequest request, Instant now, Instant deadline) {
    return begin(request, now, deadline, Optional.empty(), FIRST_LOOK);
  }

  private Step<AuthResult> begin(
      HttpRequest request,
      Instant now,
      Instant deadline,
      Optional<Claim> waitedFor,
      Duration look) {
    Turn turn = pool.take(now, waitedFor);
    if (turn instanceof Turn.Use use) {
      return sendSigned(State.of(request, deadline, Optional.empty()), use.lease(), now);
    }
    if (turn instanceof Turn.Wait wait) {
      if (!now.isBefore(deadline)) {
        return Step.done(new AuthResult.Unanswered(TransportFailure.notSent(Kind.TIMEOUT), 0));
      }
      Duration left = Duration.between(now, Times.earlier(wait.claim().ends(), deadline));
      Duration nextLook = Times.shorter(look.multipliedBy(2), LONGEST_LOOK);
      return Step.pause(
          Times.shorter(look, left),
          later -> begin(request, later, deadline, Optional.of(wait.claim()), nextLook));
    }
    return sendUnsigned(State.of(request, deadline, ((Turn.Ask) turn).claim()), now);
  }

  private Step<AuthResult> outOfTime(State state) {
    return ended(
        state, new AuthResult.Unanswered(TransportFailure.notSent(Kind.TIMEOUT), state.sent));
  }

  private Step<AuthResult> sendUnsigned(State before, Instant began) {
    if (!began.isBefore(before.deadline)) {
      return outOfTime(before);
    }
    State state = before.sending(false);
    return Step.send(
        state.request,
        Times.shorter(timeout, Duration.between(began, state.deadline)),
        maxBodyBytes,
        (response, now) -> challenged(state, response, now),
        (failure, now) -> ended(state, new AuthResult.Unanswered(failure, state.sent)));
  }

  private Step<AuthResult> challenged(State state, HttpResponse response, Instant now) {
    if (response.status() != UNAUTHORIZED) {
      if (response.status() / 100 == 2) {
        pool.unchallenged();
      }
      return ended(state, new AuthResult.Answered(response, false, "", state.sent));
    }
    DigestAuthenticator.Offer offer = offer(response);
    return offer.credentials().isPresent()
        ? sendSigned(state, pool.adopt(offer.credentials().get(), now), now)
        : ended(state, new AuthResult.Answered(response, false, offer.problem(), state.sent));
  }

  private Step<AuthResult> sendSigned(State before, Lease lease, Instant began) {
    if (!began.isBefore(before.deadline)) {
      pool.unjudged(lease);
      return outOfTime(before);
    }
    State state = before.sending(true);
    Credentials.Signature signature =
        lease
            .credentials()
            .sign(state.request.method(), state.request.target(), lease.count(), cnonces);
    return Step.send(
        state.request.withHeader("Authorization", signature.authorization()),
        Times.shorter(timeout, Duration.between(began, state.deadline)),
        maxBodyBytes,
        (response, now) ->
            response.status() == UNAUTHORIZED
                ? refused(state, lease, response, now)
                : accepted(state, lease, signature, response, now),
        (failure, now) -> {
          pool.unjudged(lease);
          return ended(state, new AuthResult.Unanswered(failure, state.sent));
        });
  }

  private Step<AuthResult> refused(State before, Lease lease, HttpResponse response, Instant now) {
    DigestAuthenticator.Offer offer = offer(response);
    AuthResult answer = new AuthResult.Answered(response, true, offer.problem(), before.sent);
    if (!offer.challenged()) {
      pool.unjudged(lease);
      return ended(before, answer);
    }
    State state = before.refused(pool.refused(lease, now), pool.isCrowded());
    boolean ofTheKey = !lease.remembered() && !offer.stale();
    if (ofTheKey && state.doubt.isPresent()) {
      keyProof.refusedAgain(state.doubt.getAsLong());
    } else if (!lease.remembered()
        && state.doubt.isEmpty()
        && state.crowded
        && state.signed < MAX_SIGNED
        && keyProof.holds()) {
      return sendUnsigned(state.doubting(keyProof.successes()), now);
    }
    return !ofTheKey && state.signed < MAX_SIGNED && offer.credentials().isPresent()
        ? sendSigned(state, pool.adopt(offer.credentials().get(), now), now)
        : ended(state, answer);
  }

  private Step<AuthResult> accepted(
      State state,
      Lease lease,
      Credentials.Signature signature,
      HttpResponse response,
      Instant now) {
    Map<String, String> info = HeaderFields.parameters(response.headers("Authentication-Info"));
    if (!lease.credentials().acceptsProof(info, signature, state.request.target())) {
      pool.distrusted(lease);
      return ended(state, new AuthResult.ServerNotAuthenticated(response.status(), state.sent));
    }
    state.refusal.ifPresent(pool::learn);
    if (response.status() / 100 == 2) {
      keyProof.succeeded();
    }
    pool.accepted(lease, now, keyring.next(lease.credentials(), info.get("nextnonce")));
    return ended(state, new AuthResult.Answered(response, true, "", state.sent));
  }

  private DigestAuthenticator.Offer offer(HttpResponse response) {
    return keyring.answer(response.headers("WWW-Authenticate"));
  }

  private Step<AuthResult> ended(State state, AuthResult exchange) {
    state.claim.ifPresent(pool::release);
    return Step.done(exchange);
  }

  /**
   * Where an exchange stands.
   *
   * @param claim held while others wait for this exchange's nonce
   * @param sent how many requests have been sent
   * @param signed how many of them were signed
   * @param refusal how its first, remembered nonce was refused
   * @param crowded whether others had signed requests in flight beside this exchange's
   * @param doubt how often signed requests had succeeded when a refusal was doubted; empty until
   *     then
   */
  private record State(
      HttpRequest request,
      Instant deadline,
      Optional<Claim> claim,
      int sent,
      int signed,
      Optional<Refusal> refusal,
      boolean crowded,
      OptionalLong doubt) {

    static State of(HttpRequest request, Instant deadline, Optional<Claim> claim) {
      return new State(
          request, deadline, claim, 0, 0, Optional.empty(), false, OptionalLong.empty());
    }

    State sending(boolean withCredentials) {
      int more = withCredentials ? 1 : 0;
      return new State(request, deadline, claim, sent + 1, signed + more, refusal, crowded, doubt);
    }

    State refused(Refusal now, boolean besideOthers) {
      Optional<Refusal> first = now.remembered() ? Optional.of(now) : refusal;
      return new State(
          request, deadline, claim, sent, signed, first, crowded || besideOthers, doubt);
    }

    State doubting(long successes) {
      return new State(
          request, deadline, claim, sent, signed, refusal, crowded, OptionalLong.of(successes));
    }
  }
}
