package dev.atlasrestore.verification.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What calls at once cost a server, through every transport. Nothing is tried again here, so a call
 * that fails fails the test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(60)
class ManyCallsTest {

  private static final DigestRules TOLERANT = DigestRules.of(ChallengeShape.MD5);
  private static final DigestRules STRICT = TOLERANT.withStrictCounts();
  private static final DigestRules ONE_TIME = TOLERANT.withNonceUses(1).withoutStale();
  private static final int CALLS = 2000;
  private static final int AT_ONCE = 32;

  @Parameter private Transport transport;

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsAtOnceShareOneChallenge(int calls) throws Exception {
    assertThat(requests(TOLERANT, calls, calls)).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsAtOnceWaitForAChallengeThatTakes300Milliseconds(int calls) throws Exception {
    DigestRules slow = TOLERANT.withChallengeDelay(Duration.ofMillis(300));
    assertThat(requests(slow, calls, calls)).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsAtOnceCostAStrictServerTwoRequestsEachAtMost(int calls) throws Exception {
    assertThat(requests(STRICT, calls, calls)).isBetween(calls + 1, 2 * calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsAtOnceCostAServerOfOneTimeNoncesTwoRequestsEachAtMost(int calls) throws Exception {
    assertThat(requests(ONE_TIME, calls, calls)).isBetween(calls + 1, 2 * calls);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 0", "true, 120", "false, 120"})
  void noncesThatDieEvery50UsesCostATwentiethMore(boolean saysStale, int aloneBefore)
      throws Exception {
    DigestRules dying = TOLERANT.withNonceUses(50);
    int requests = requests(saysStale ? dying : dying.withoutStale(), aloneBefore, CALLS, AT_ONCE);

    assertThat(requests).isBetween(CALLS + CALLS / 50, CALLS + CALLS / 20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void strictCountsCostATwentiethMore(boolean proven) throws Exception {
    DigestRules strict = proven ? STRICT.withRspauth(DigestRules.Rspauth.RIGHT) : STRICT;

    assertThat(requests(strict, CALLS, AT_ONCE)).isBetween(CALLS + 1, CALLS + CALLS / 20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noncesThatLive200MillisecondsCostTwoRequestsACallAtMost(boolean saysStale) throws Exception {
    DigestRules brief = TOLERANT.withNonceLifetime(Duration.ofMillis(200));
    int requests = requests(saysStale ? brief : brief.withoutStale(), CALLS, AT_ONCE);

    assertThat(requests).isBetween(CALLS + 1, 2 * CALLS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneTimeNoncesCostTwoRequestsACallOrOneWhereTheNextIsNamed(boolean named) throws Exception {
    int requests = requests(named ? ONE_TIME.withNextNonce() : ONE_TIME, CALLS, AT_ONCE);

    assertThat(requests).isBetween(CALLS + 1, named ? CALLS + CALLS / 20 : 2 * CALLS);
  }

  private int requests(DigestRules rules, int calls, int atOnce) throws Exception {
    return requests(rules, 0, calls, atOnce);
  }

  /**
   * Returns how many requests the server saw; every call must give the job.
   *
   * @param aloneBefore how many calls are made before, one after the other, and not counted
   */
  private int requests(DigestRules rules, int aloneBefore, int calls, int atOnce) throws Exception {
    RestoreJobRef ref = RestoreJobFixtures.ref();
    RestoreJob job = RestoreJobFixtures.finished();
    try (FakeAtlas atlas = FakeAtlas.start(rules);
        OpenPort jobs = transport.open(withoutRetries(atlas.config()))) {
      atlas.put(ref, job);
      for (int i = 0; i < aloneBefore; i++) {
        jobs.get(ref);
      }
      atlas.forgetRequests();
      AtomicInteger left = new AtomicInteger(calls);
      CountDownLatch ready = new CountDownLatch(atOnce);
      ExecutorService callers = Executors.newFixedThreadPool(atOnce);
      try {
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
          ends.add(
              callers.submit(
                  () -> {
                    ready.countDown();
                    ready.await();
                    while (left.getAndDecrement() > 0) {
                      assertThat(jobs.get(ref)).isEqualTo(job);
                    }
                    return null;
                  }));
        }
        for (Future<?> end : ends) {
          end.get();
        }
      } finally {
        callers.shutdownNow();
      }
      return atlas.requests().size();
    }
  }

  private static AtlasConfig withoutRetries(AtlasConfig config) {
    return config.withRetry(RetryPolicy.none());
  }
}
