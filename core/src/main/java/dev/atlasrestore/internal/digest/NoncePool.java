package dev.atlasrestore.internal.digest;

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
  private boolean keyProven;
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

  /** What a call that is about to send may do. */
  sealed interface Turn {}

  /** Sign with this. */
  record Use(Lease lease) implements Turn {}

  /**
   * Send unsigned, to be challenged; the claim, if any, is to be {@linkplain #release released} at
   * the end.
   */
  record Ask(Optional<Claim> claim) implements Turn {}

  /** Somebody else is asking: look again a little later, and say then for whom you waited. */
  record Wait(Claim claim) implements Turn {}

  /** The right to ask while others wait. */
  static final class Claim {
    private final Instant ends;

    private Claim(Instant ends) {
      this.ends = ends;
    }

    Instant ends() {
      return ends;
    }
  }

  /**
   * One use of a nonce.
   *
   * @param count the nonce count to sign with, given out to nobody else
   * @param remembered whether the nonce came from the pool, not from this exchange's own challenge
   */
  record Lease(Nonce nonce, Credentials credentials, int count, boolean remembered) {}

  /** Decides what a call does first. */
  synchronized Turn take(Instant now, Optional<Claim> waitedFor) {
    if (lanes) {
      Nonce free = idle.pollFirst();
      if (free == null) {
        return new Ask(Optional.empty());
      }
      free.idle = false;
      return new Use(free.lease(true));
    }
    if (newest != null && newest.uses() < MAX_USES) {
      return newest.inFlight > 0 && isAgeing(newest, now) && !isClaimed(now)
          ? new Ask(Optional.of(claimed(now)))
          : new Use(newest.lease(true));
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

  private boolean isAgeing(Nonce nonce, Instant now) {
    boolean old =
        shortestLife != null
            && nonce.age(now).multipliedBy(10).compareTo(shortestLife.multipliedBy(9)) > 0;
    return old || nonce.uses() >= RENEWAL_USES;
  }

  private boolean isClaimed(Instant now) {
    return claim != null && now.isBefore(claim.ends);
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
    return named(credentials, now).lease(false);
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
    good.inFlight--;
    keyProven = true;
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
    lease.nonce().inFlight--;
    if (lease.remembered()) {
      keep(lease.nonce());
    }
  }

  /** The server that took a nonce could not prove itself: that nonce is used no more. */
  synchronized void distrusted(Lease lease) {
    lease.nonce().inFlight--;
    retire(lease.nonce());
  }

  /**
   * A signed request was refused with a challenge: its nonce is used no more, unless the server
   * says it again.
   */
  synchronized void refused(Lease lease, Instant now) {
    Nonce bad = lease.nonce();
    bad.inFlight--;
    if (!lease.remembered() || bad.retired) {
      return;
    }
    Duration age = bad.age(now);
    if (bad.shared && isTooYoung(age)) {
      lanes = true;
    }
    if (shortestLife == null || age.compareTo(shortestLife) < 0) {
      shortestLife = age;
    }
    retire(bad);
  }

  /**
   * Whether the refusal of a fresh nonce is to be doubted: the key was good before, and the server
   * is one that counts strictly. Some of those (Apache httpd with {@code AuthDigestNcCheck}) count
   * per {@code opaque} and repeat that when they refuse, so calls side by side spoil each other's
   * fresh nonces; asking unsigned gets an {@code opaque} of one's own.
   */
  synchronized boolean doubtsRefusals() {
    return lanes && keyProven;
  }

  /** A doubted refusal came again: the key may have been revoked. */
  synchronized void keyRefused() {
    keyProven = false;
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
      if (newest == null || !good.born.isBefore(newest.born)) {
        newest = good;
      }
    } else if (good.inFlight == 0 && !good.idle) {
      good.idle = true;
      idle.addFirst(good);
      if (idle.size() > MAX_IDLE) {
        idle.removeLast().idle = false;
      }
    }
  }

  /** One nonce and its count. Touched only under the pool's lock. */
  static final class Nonce {
    private Credentials credentials;
    private final Instant born;
    private int count;
    private int countWhenNamed;
    private int inFlight;
    private boolean shared;
    private boolean idle;
    private boolean retired;

    private Nonce(Credentials credentials, Instant born) {
      this.credentials = credentials;
      this.born = born;
    }

    private Duration age(Instant now) {
      return Duration.between(born, now);
    }

    /** How often it was used since the server last named it. */
    private int uses() {
      return count - countWhenNamed;
    }

    /** The server named this nonce, perhaps once more; a session keeps its cnonce. */
    private void meets(Credentials newer) {
      if (newer.sessionCnonce().isEmpty()
          || newer.challenge().algorithm() != credentials.challenge().algorithm()) {
        credentials = newer;
      }
      countWhenNamed = count;
      retired = false;
    }

    private Lease lease(boolean remembered) {
      shared |= inFlight > 0;
      inFlight++;
      count++;
      return new Lease(this, credentials, count, remembered);
    }
  }
}
