package dev.atlasrestore.internal.digest;

import dev.atlasrestore.internal.digest.Nonce.Lease;
import dev.atlasrestore.internal.digest.Turn.Ask;
import dev.atlasrestore.internal.digest.Turn.Claim;
import dev.atlasrestore.internal.digest.Turn.Use;
import dev.atlasrestore.internal.digest.Turn.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The nonces that a client remembers, and who may use which. Shared by all its conversations; safe
 * for use by many threads, which hold its lock for moments only.
 *
 * <p><b>Why a pool.</b> A remembered nonce saves the challenge, one request of two. But servers
 * differ in what they allow with it: some take its counts in any order, some only in order, some
 * let it die after seconds or after a number of uses. One nonce for all calls in flight is best
 * with the first kind and makes every expiry cost a request per call in flight; with the second
 * kind it makes calls refuse each other. One nonce per call in flight ("lanes") works with all of
 * them, but costs a challenge each. So the pool begins <em>shared</em>, and flips to <em>lanes</em>
 * for good when a nonce that was in use by several calls at once is refused sooner than age
 * explains, younger than 30 s and than half the shortest life seen, and the same request is
 * accepted with another nonce.
 *
 * <p><b>Private first.</b> A nonce enters the pool only when a request signed with it got something
 * other than 401. Earlier, a follower's second use could overtake the first one, and the refusal
 * would look like a wrong key.
 *
 * <p><b>Nobody is told of a cancelled call.</b> What it held is simply never given back: in lanes
 * its nonce is gone, shared the others go on. The first of many calls to a cold pool, or to an
 * ageing nonce, holds a claim, so that one fetches a challenge and the others wait a moment or go
 * on sharing; a claim runs out by itself, and so does a lease.
 *
 * <p><b>Counts.</b> No count of a nonce is given out twice, also when the server hands the same
 * nonce to several calls or repeats one it refused, as long as it is among the few hundred nonces
 * used or named last: those are known by name.
 */
public final class NoncePool {

  private static final int MAX_IDLE = 256;
  private static final int MAX_KNOWN = 512;

  /** So many uses for each time that the server names a nonce. */
  private static final int MAX_USES = 1000;

  private static final int RENEWAL_USES = 900;

  private final Duration claimLasts;
  private final Map<String, Nonce> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Nonce> eldest) {
          boolean tooMany = size() > MAX_KNOWN;
          if (tooMany) {
            retire(eldest.getValue());
          }
          return tooMany;
        }
      };
  private final Deque<Nonce> idle = new ArrayDeque<>();
  private final Lifespan lifespan = new Lifespan();
  private final LeasesInFlight inFlight;
  private boolean lanes;
  private boolean challenging = true;
  private @Nullable Nonce newest;
  private @Nullable Claim claim;

  /**
   * An empty pool.
   *
   * @param claimLasts how long others wait for the first call to a cold pool: enough for two round
   *     trips
   * @param requestLasts the longest that a request may be under way
   */
  public NoncePool(Duration claimLasts, Duration requestLasts) {
    this.claimLasts = claimLasts;
    this.inFlight = new LeasesInFlight(requestLasts);
  }

  /** Decides what a call does first. */
  synchronized Turn take(Instant now, Optional<Claim> waitedFor) {
    inFlight.forgetOld(now);
    if (lanes) {
      Nonce free = idle.pollFirst();
      if (free == null) {
        return new Ask(Optional.empty());
      }
      free.idle = false;
      return new Use(lease(free, true, now));
    }
    if (newest != null && newest.uses() < MAX_USES) {
      return newest.isInFlight() && isAgeing(newest, now) && !isClaimed(now)
          ? new Ask(Optional.of(claimed(now)))
          : new Use(lease(newest, true, now));
    }
    if (!challenging) {
      return new Ask(Optional.empty());
    }
    if (!isClaimed(now)) {
      return new Ask(Optional.of(claimed(now)));
    }
    boolean lostPatience = waitedFor.isPresent() && waitedFor.get() != claim;
    return lostPatience || claim == null ? new Ask(Optional.empty()) : new Wait(claim);
  }

  private Lease lease(Nonce nonce, boolean remembered, Instant now) {
    known.get(nonce.name()); // not to be forgotten before others
    Lease lease = nonce.lease(remembered);
    inFlight.begin(lease, now);
    return lease;
  }

  private boolean isAgeing(Nonce nonce, Instant now) {
    return lifespan.isNearlyOver(nonce.age(now)) || nonce.uses() >= RENEWAL_USES;
  }

  private boolean isClaimed(Instant now) {
    return claim != null && now.isBefore(claim.ends());
  }

  private Claim claimed(Instant now) {
    claim = new Claim(now.plus(claimLasts));
    return claim;
  }

  /** Ends a claim, whatever came of it. */
  synchronized void release(Claim held) {
    if (claim == held) {
      claim = null;
    }
  }

  /**
   * Takes a challenge's nonce for use by the exchange that received it; goes on counting if the
   * nonce is known.
   */
  synchronized Lease adopt(Credentials credentials, Instant now) {
    challenging = true;
    return lease(named(credentials, now), false, now);
  }

  private Nonce named(Credentials credentials, Instant now) {
    Nonce nonce =
        known.computeIfAbsent(credentials.challenge().nonce(), name -> new Nonce(credentials, now));
    nonce.meets(credentials);
    return nonce;
  }

  /** A server that asked nobody to sign: calls need not wait for each other. */
  synchronized void unchallenged() {
    challenging = false;
  }

  /**
   * A signed request got something other than 401: its nonce is good.
   *
   * @param next credentials for {@code nextnonce}, if the server named one other than the current
   */
  synchronized void accepted(Lease lease, Instant now, Optional<Credentials> next) {
    Nonce good = lease.nonce();
    inFlight.end(lease);
    if (next.isPresent()) {
      retire(good);
      good = named(next.get(), now);
    } else {
      lifespan.goodAt(good.age(now));
    }
    keep(good);
  }

  /**
   * A signed request was refused, or got no answer, without a word about its nonce: that may be
   * used on.
   */
  synchronized void unjudged(Lease lease) {
    inFlight.end(lease);
    if (lease.remembered()) {
      keep(lease.nonce());
    }
  }

  /** The server that took a nonce could not prove itself: that nonce is used no more. */
  synchronized void distrusted(Lease lease) {
    inFlight.end(lease);
    retire(lease.nonce());
  }

  /**
   * A signed request was refused with a challenge: its nonce is used no more, unless the server
   * says it again.
   *
   * @return what to {@linkplain #learn learn} from it, if the nonce was at fault
   */
  synchronized Refusal refused(Lease lease, Instant now) {
    Nonce bad = lease.nonce();
    inFlight.end(lease);
    if (lease.remembered()) {
      retire(bad);
    }
    return new Refusal(lease.remembered(), bad.wasShared(), bad.age(now));
  }

  /**
   * How a nonce was refused.
   *
   * @param remembered whether it came from the pool
   * @param shared whether several calls had it in flight at once
   * @param age how old it was
   */
  record Refusal(boolean remembered, boolean shared, Duration age) {}

  /**
   * The request that was refused with a remembered nonce was accepted with another: the nonce was
   * at fault. That counts also where {@code nextnonce} has taken the nonce's place meanwhile: so do
   * servers behave whose nonces are good for one use.
   */
  synchronized void learn(Refusal refusal) {
    if (refusal.shared && lifespan.isYoung(refusal.age)) {
      lanes = true;
    }
    lifespan.refusedAt(refusal.age);
  }

  /** Whether another signed request was in flight at some time since the one that asks was sent. */
  synchronized boolean isCrowded() {
    return inFlight.isCrowded();
  }

  private void retire(Nonce nonce) {
    nonce.retired = true;
    if (newest == nonce) {
      newest = null;
    }
    if (nonce.idle) {
      nonce.idle = false;
      idle.remove(nonce);
    }
  }

  private void keep(Nonce good) {
    if (good.retired || good.uses() >= MAX_USES) {
      return;
    }
    if (!lanes) {
      if (newest == null || !good.born().isBefore(newest.born())) {
        newest = good;
      }
    } else if (!good.isInFlight() && !good.idle) {
      good.idle = true;
      idle.addFirst(good);
      if (idle.size() > MAX_IDLE) {
        idle.removeLast().idle = false;
      }
    }
  }
}
