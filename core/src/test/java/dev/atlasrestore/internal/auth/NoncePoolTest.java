package dev.atlasrestore.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.Challenges;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.DigestAuthenticator;
import dev.atlasrestore.internal.digest.DigestCredentials;
import dev.atlasrestore.internal.digest.TestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a refusal reports. The dialogues of calls test everything else in the pool. */
class NoncePoolTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final NoncePool pool = new NoncePool(ClientOnFakeClock.CLAIM, ClientOnFakeClock.TIMEOUT);

  @Test
  void refusalReportsALaterRequestThatHasEnded() {
    NonceLease refused = pool.adopt(credentials("a"), NOW);
    pool.accept(pool.adopt(credentials("b"), NOW), NOW, Optional.empty());

    assertThat(pool.refuse(refused, NOW).hadConcurrentRequests()).isTrue();
  }

  @Test
  void refusalReportsAnEarlierRequestThatHasEnded() {
    NonceLease earlier = pool.adopt(credentials("a"), NOW);
    NonceLease refused = pool.adopt(credentials("b"), NOW);
    pool.accept(earlier, NOW, Optional.empty());

    assertThat(pool.refuse(refused, NOW).hadConcurrentRequests()).isTrue();
  }

  @Test
  void refusalOfASingleRequestReportsNoOther() {
    pool.accept(pool.adopt(credentials("a"), NOW), NOW, Optional.empty());
    NonceLease refused = pool.adopt(credentials("b"), NOW);

    assertThat(pool.refuse(refused, NOW).hadConcurrentRequests()).isFalse();
  }

  @Test
  void refusalReportsTheNonce() {
    NonceLease fresh = pool.adopt(credentials("a"), NOW);
    pool.adopt(credentials("a"), NOW);

    assertThat(pool.refuse(fresh, NOW.plusSeconds(3)))
        .isEqualTo(new NonceRefusal(false, true, Duration.ofSeconds(3), true));
  }

  @Test
  void poolIsUnusedWhenEveryLeaseHasEnded() {
    assertThat(pool.isUnused(NOW)).isTrue();
    NonceLease lost = pool.adopt(credentials("a"), NOW);
    assertThat(pool.isUnused(NOW)).isFalse();
    NonceLease renewed = pool.renew(lost, NOW);
    assertThat(pool.isUnused(NOW)).isFalse();
    pool.returnUnverified(renewed);
    assertThat(pool.isUnused(NOW)).isTrue();
  }

  @Test
  void poolIsUnusedWhenTheClaimHasEnded() {
    NonceDecision decision = pool.take(NOW, Optional.empty());
    ChallengeClaim claim = ((NonceDecision.RequestChallenge) decision).claim().orElseThrow();
    assertThat(pool.isUnused(NOW)).isFalse();
    pool.release(claim);
    assertThat(pool.isUnused(NOW)).isTrue();
  }

  private static DigestCredentials credentials(String nonce) {
    return new DigestAuthenticator(TestKey.KEY, new CountingRandom())
        .select(List.of(Challenges.digest(nonce)))
        .credentials()
        .orElseThrow();
  }
}
