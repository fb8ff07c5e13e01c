package dev.atlasrestore.internal.auth;

import dev.atlasrestore.internal.auth.NonceDecision.AwaitChallenge;
import dev.atlasrestore.internal.auth.NonceDecision.RequestChallenge;
import dev.atlasrestore.internal.auth.NonceDecision.UseNonce;
import dev.atlasrestore.internal.digest.DigestCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the nonces of one client and leases their counts to calls. Safe for use by many
 * threads; each method holds the lock for a short time.
 *
 * <p><b>Why.</b> A call with a remembered nonce takes one request. A call without one takes two,
 * because it must get a challenge first.
 *
 * <p><b>Shared mode.</b> The pool begins in this mode. All calls use the newest nonce at the same
 * time, each with its own count. This costs one challenge for all calls. It works with servers that
 * accept the counts of a nonce in any order.
 *
 * <p><b>Exclusive mode.</b> Each call in flight uses a nonce of its own, so the server sees the
 * counts of each nonce in order. This works with all servers, but costs one challenge for each call
 * in flight. The call returns its nonce for the next call. The pool changes to this mode, and stays
 * in it, when three things come together: the server refused a nonce that several calls had in
 * flight at once, the nonce was too young to have expired, and the same request was accepted with
 * another nonce.
 *
 * <p><b>When a nonce enters the pool.</b> A nonce from a challenge enters the pool only after a
 * request signed with it got a response other than 401. Otherwise another call could use count 2,
 * and its request could arrive before the request with count 1. A strict server would refuse count
 * 1 of a fresh nonce, and this would look like a wrong key.
 *
 * <p><b>Cancelled calls</b> return their lease and their challenge claim, like calls that get no
 * response. If a runner never reports the cancellation, both expire; in exclusive mode the nonce is
 * lost.
 *
 * <p><b>Counts.</b> The pool leases no count of a nonce twice, even if the server sends the same
 * nonce to several calls or repeats a nonce that it refused. This holds for the 512 nonces that
 * were sent by the server or used most recently.
 */
final class NoncePool {

  /** Bounds the uses of a nonce after each time that the server sends it. */
  private static final int MAX_USES = 1000;

  private static final int RENEWAL_USES = 900;

  private final KnownNonces known = new KnownNonces();
  private final InFlightLeases inFlight;
  private final NonceLifetimeEstimate lifetime = new NonceLifetimeEstimate();
  private final CurrentClaim currentClaim;
  private boolean serverChallenges = true;
  private boolean exclusive;

  /** The nonce of shared mode. */
  private @Nullable Nonce newest;

  /** The free nonces of exclusive mode. */
  private final IdleNonces idle = new IdleNonces();

  /**
   * Creates an empty pool.
   *
   * @param claimDuration how long other calls wait for the call that fetches a challenge; should
   *     cover two round trips
   * @param requestTimeout the longest time that a request can be in flight
   */
  NoncePool(Duration claimDuration, Duration requestTimeout) {
    this.currentClaim = new CurrentClaim(claimDuration);
    this.inFlight = new InFlightLeases(requestTimeout);
  }

  /**
   * Decides what a call does first.
   *
   * @param awaited the claim for which the call has waited; empty if it has not waited
   */
  synchronized NonceDecision take(Instant now, Optional<ChallengeClaim> awaited) {
    inFlight.endExpired(now);
    return exclusive ? takeExclusive(now) : takeShared(now, awaited);
  }

  private NonceDecision takeExclusive(Instant now) {
    Nonce free = idle.poll();
    return free == null
        ? new RequestChallenge(Optional.empty())
        : new UseNonce(lease(free, true, now));
  }

  private NonceDecision takeShared(Instant now, Optional<ChallengeClaim> awaited) {
    ChallengeClaim claim = currentClaim.get(now);
    if (newest != null && newest.uses() < MAX_USES) {
      return newest.isInFlight() && needsRenewal(newest, now) && claim == null
          ? requestChallengeForAll(now)
          : new UseNonce(lease(newest, true, now));
    }
    if (!serverChallenges) {
      return new RequestChallenge(Optional.empty());
    }
    if (claim == null) {
      return requestChallengeForAll(now);
    }
    // The awaited claim ended without a nonce, and another call has a claim now.
    boolean awaitedClaimEnded = awaited.isPresent() && awaited.get() != claim;
    return awaitedClaimEnded ? new RequestChallenge(Optional.empty()) : new AwaitChallenge(claim);
  }

  private boolean needsRenewal(Nonce nonce, Instant now) {
    return lifetime.isNearlyOver(nonce.age(now)) || nonce.uses() >= RENEWAL_USES;
  }

  private RequestChallenge requestChallengeForAll(Instant now) {
    return new RequestChallenge(Optional.of(currentClaim.begin(now)));
  }

  /** Ends a claim. Does nothing if another call has a claim now. */
  synchronized void release(ChallengeClaim claim) {
    currentClaim.end(claim);
  }

  /** Leases the nonce of a challenge to the call that received the challenge. */
  synchronized NonceLease adopt(DigestCredentials challenged, Instant now) {
    serverChallenges = true;
    Nonce nonce = lookUpOrCreate(challenged, now);
    nonce.refresh(challenged);
    return lease(nonce, false, now);
  }

  private Nonce lookUpOrCreate(DigestCredentials credentials, Instant now) {
    Nonce nonce = known.lookUpOrCreate(credentials, now);
    known.forgetExcess().ifPresent(this::retire);
    return nonce;
  }

  private NonceLease lease(Nonce nonce, boolean remembered, Instant now) {
    known.touch(nonce);
    NonceLease lease = nonce.lease(remembered);
    inFlight.begin(lease, now);
    return lease;
  }

  /** Records a 2xx response to an unsigned request: calls need not wait for a challenge. */
  synchronized void recordUnchallengedSuccess() {
    serverChallenges = false;
  }

  /**
   * Returns a lease whose request got a response other than 401: the server accepted its nonce.
   *
   * @param next the credentials for {@code nextnonce}, if the server sent one; they replace the
   *     nonce
   */
  synchronized void accept(NonceLease lease, Instant now, Optional<DigestCredentials> next) {
    inFlight.end(lease);
    if (next.isPresent()) {
      retire(lease.nonce());
      Nonce successor = lookUpOrCreate(next.get(), now);
      successor.refreshAsNext(next.get());
      putBack(successor);
    } else {
      lifetime.recordAcceptance(lease.nonce().age(now));
      putBack(lease.nonce());
    }
  }

  /**
   * Returns a lease whose request did not show whether the server accepts the nonce. A remembered
   * nonce stays in the pool.
   */
  synchronized void returnUnverified(NonceLease lease) {
    inFlight.end(lease);
    if (lease.remembered()) {
      putBack(lease.nonce());
    }
  }

  /**
   * Replaces a lease whose request was lost by one for the next count of the same nonce. The server
   * may have received the lost request.
   */
  synchronized NonceLease renew(NonceLease lost, Instant now) {
    inFlight.end(lost);
    return lease(lost.nonce(), lost.remembered(), now);
  }

  /** Returns a lease whose server is not authenticated, and retires the nonce. */
  synchronized void discard(NonceLease lease) {
    inFlight.end(lease);
    retire(lease.nonce());
  }

  /**
   * Returns a lease whose request was refused with a new challenge, and retires a remembered nonce.
   *
   * @return the circumstances; pass them to {@link #learn} if the same request is then accepted
   *     with another nonce
   */
  synchronized NonceRefusal refuse(NonceLease lease, Instant now) {
    Nonce nonce = lease.nonce();
    boolean hadConcurrentRequests = inFlight.hadConcurrentRequests();
    inFlight.end(lease);
    if (lease.remembered()) {
      retire(nonce);
    }
    return new NonceRefusal(
        lease.remembered(), nonce.wasShared(), nonce.age(now), hadConcurrentRequests);
  }

  /**
   * Learns from the refusal of a remembered nonce, after the same request was accepted with another
   * nonce. The refusal of a nonce that {@code nextnonce} has already replaced counts too, because
   * servers with one-time nonces send such refusals.
   */
  synchronized void learn(NonceRefusal refusal) {
    if (refusal.shared() && lifetime.isTooYoungToExpire(refusal.age())) {
      exclusive = true;
    }
    lifetime.recordRefusal(refusal.age());
  }

  /** Returns whether no call holds a lease or a claim. */
  synchronized boolean isUnused(Instant now) {
    return inFlight.isEmpty() && currentClaim.get(now) == null;
  }

  private void retire(Nonce nonce) {
    nonce.retire();
    idle.remove(nonce);
    if (newest == nonce) {
      newest = null;
    }
  }

  private void putBack(Nonce nonce) {
    if (nonce.isRetired() || nonce.uses() >= MAX_USES) {
      return;
    }
    if (!exclusive) {
      if (newest == null || !nonce.created().isBefore(newest.created())) {
        newest = nonce;
      }
    } else if (!nonce.isInFlight()) {
      idle.add(nonce);
    }
  }
}
