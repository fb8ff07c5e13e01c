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
 * explains: younger than 30 s and than half the shortest life seen.
 *
 * <p><b>Private first.</b> A nonce enters the pool only when a request signed with it got something
 * other than 401. Earlier, a follower's second use could overtake the first one, and the refusal
 * would look like a wrong key.
 *
 * <p><b>Nobody is told of a cancelled call.</b> What it held is simply never given back: in lanes
 * its nonce is gone, shared the others go on. The first of many calls to a cold pool, or to an
 * ageing nonce, holds a claim, so that one fetches a challenge and the others wait a moment or go
 * on sharing; a claim runs out by itself.
 *
 * <p><b>Counts.</b> No count of a nonce is ever given out twice, also when the server hands the
 * same nonce to several calls or repeats one it refused: the latest few hundred nonces are known by
 * name.
 */
public final class NoncePool {

  private static final int MAX_IDLE = 256;
  private static final int MAX_KNOWN = 512;

  /** So many uses for each time that the server names a nonce. */
  private static final int MAX_USES = 1000;

  private static final int RENEWAL_USES = 900;
  private static final Duration YOUNG = Duration.ofSeconds(30);

  private final Duration claimLasts;
  private final Map<String, Nonce> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Nonce> eldest) {
          return size() > MAX_KNOWN;
        }
      };
  private final Deque<Nonce> idle = new ArrayDeque<>();
  private boolean lanes;
  private boolean challenging = true;
  private long accepted;
  private long believed;
  private int inFlight;
  private boolean crowded;
  private @Nullable Nonce newest;
  private @Nullable Duration shortestLife;
  private @Nullable Claim claim;

  /**
   * An empty pool.
   *
   * @param claimLasts how long others wait for the first call to a cold pool: enough for two round
   *     trips
   */
  public NoncePool(Duration claimLasts) {
    this.claimLasts = claimLasts;
  }

  /** Decides what a call does first. */
  synchronized Turn take(Instant now, Optional<Claim> waitedFor) {
    if (lanes) {
      Nonce free = idle.pollFirst();
      if (free == null) {
        return new Ask(Optional.empty());
      }
      free.idle = false;
      return new Use(lease(free, true));
    }
    if (newest != null && newest.uses() < MAX_USES) {
      return newest.isInFlight() && isAgeing(newest, now) && !isClaimed(now)
          ? new Ask(Optional.of(claimed(now)))
          : new Use(lease(newest, true));
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

  private Lease lease(Nonce nonce, boolean remembered) {
    crowded = inFlight > 0;
    inFlight++;
    return nonce.lease(remembered);
  }

  private void landed(Nonce nonce) {
    inFlight--;
    nonce.landed();
  }

  private boolean isAgeing(Nonce nonce, Instant now) {
    boolean old =
        shortestLife != null
            && nonce.age(now).multipliedBy(10).compareTo(shortestLife.multipliedBy(9)) > 0;
    return old || nonce.uses() >= RENEWAL_USES;
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
    return lease(named(credentials, now), false);
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
    landed(good);
    accepted++;
    if (next.isPresent()) {
      retire(good);
      good = named(next.get(), now);
    } else if (shortestLife != null && good.age(now).compareTo(shortestLife) > 0) {
      shortestLife = good.age(now);
    }
    keep(good);
  }

  /**
   * A signed request was refused, or got no answer, without a word about its nonce: that may be
   * used on.
   */
  synchronized void unjudged(Lease lease) {
    landed(lease.nonce());
    if (lease.remembered()) {
      keep(lease.nonce());
    }
  }

  /** The server that took a nonce could not prove itself: that nonce is used no more. */
  synchronized void distrusted(Lease lease) {
    landed(lease.nonce());
    retire(lease.nonce());
  }

  /**
   * A signed request was refused with a challenge: its nonce is used no more, unless the server
   * says it again. That counts also where {@code nextnonce} has taken the nonce's place meanwhile:
   * so do servers behave whose nonces are good for one use.
   */
  synchronized void refused(Lease lease, Instant now) {
    Nonce bad = lease.nonce();
    landed(bad);
    if (!lease.remembered()) {
      return;
    }
    Duration age = bad.age(now);
    if (bad.wasShared() && isTooYoung(age)) {
      lanes = true;
    }
    if (shortestLife == null || age.compareTo(shortestLife) < 0) {
      shortestLife = age;
    }
    retire(bad);
  }

  /**
   * Whether another signed request was in flight at some time since this one, which still is, was
   * sent; or a cancelled call's, of which nobody tells.
   */
  synchronized boolean isCrowded() {
    return crowded;
  }

  /** How often the key was accepted. */
  synchronized long acceptances() {
    return accepted;
  }

  /** Whether the key was accepted, and no refusal believed since. */
  synchronized boolean isKeyProven() {
    return accepted > believed;
  }

  /**
   * A doubted refusal came again: the key may have been withdrawn, unless others were accepted
   * meanwhile.
   *
   * @param acceptancesBefore how many there were when the doubt began
   */
  synchronized void keyRefused(long acceptancesBefore) {
    if (accepted == acceptancesBefore) {
      believed = accepted;
    }
  }

  private boolean isTooYoung(Duration age) {
    return age.compareTo(YOUNG) < 0
        && (shortestLife == null || age.multipliedBy(2).compareTo(shortestLife) < 0);
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
