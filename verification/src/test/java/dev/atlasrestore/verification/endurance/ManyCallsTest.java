package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.testkit.ChallengeShape;
import dev.atlasrestore.testkit.DigestRules;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Callers;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts the requests of many simultaneous calls, for servers that treat nonces differently. No
 * call is retried, so a failed call fails the test.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(60)
class ManyCallsTest {

  private static final DigestRules TOLERANT = DigestRules.of(ChallengeShape.MD5);
  private static final DigestRules STRICT = TOLERANT.withStrictCounts();
  private static final DigestRules ONE_TIME = TOLERANT.withNonceUses(1).withoutStale();
  private static final int CALLS = 2000;
  private static final int CALLERS = 32;
  private static final Duration TIME_LIMIT = Duration.ofMinutes(1);

  @Parameter private Transport transport;

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsShareOneChallenge(int calls) throws Exception {
    assertThat(requests(TOLERANT, calls, calls)).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsShareAChallengeThatTakes300Milliseconds(int calls) throws Exception {
    DigestRules slowChallenge = TOLERANT.withChallengeDelay(Duration.ofMillis(300));
    assertThat(requests(slowChallenge, calls, calls)).isEqualTo(calls + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsTakeAtMostTwoRequestsEachWithStrictCounts(int calls) throws Exception {
    assertThat(requests(STRICT, calls, calls)).isBetween(calls + 1, 2 * calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void firstCallsTakeAtMostTwoRequestsEachWithOneTimeNonces(int calls) throws Exception {
    assertThat(requests(ONE_TIME, calls, calls)).isBetween(calls + 1, 2 * calls);
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 0", "true, 120", "false, 120"})
  void noncesOfFiftyUsesCostAtMostFivePercentMore(boolean sendsStale, int sequentialCalls)
      throws Exception {
    DigestRules fiftyUses = TOLERANT.withNonceUses(50);
    int requests =
        requests(
            sendsStale ? fiftyUses : fiftyUses.withoutStale(), sequentialCalls, CALLS, CALLERS);

    assertThat(requests).isBetween(CALLS + CALLS / 50, CALLS + CALLS / 20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void strictCountsCostAtMostFivePercentMore(boolean sendsRspauth) throws Exception {
    DigestRules strict = sendsRspauth ? STRICT.withRspauth(DigestRules.Rspauth.RIGHT) : STRICT;

    assertThat(requests(strict, CALLS, CALLERS)).isBetween(CALLS + 1, CALLS + CALLS / 20);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shortLivedNoncesCostAtMostTwoRequestsPerCall(boolean sendsStale) throws Exception {
    DigestRules shortLived = TOLERANT.withNonceLifetime(Duration.ofMillis(200));
    int requests = requests(sendsStale ? shortLived : shortLived.withoutStale(), CALLS, CALLERS);

    assertThat(requests).isBetween(CALLS + 1, 2 * CALLS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneTimeNoncesCostOneRequestPerCallWithNextnonceOtherwiseTwo(boolean sendsNextnonce)
      throws Exception {
    int requests = requests(sendsNextnonce ? ONE_TIME.withNextNonce() : ONE_TIME, CALLS, CALLERS);

    assertThat(requests).isBetween(CALLS + 1, sendsNextnonce ? CALLS + CALLS / 20 : 2 * CALLS);
  }

  private int requests(DigestRules rules, int calls, int callerCount) throws Exception {
    return requests(rules, 0, calls, callerCount);
  }

  /**
   * Returns the number of requests that the service received. Every call must return the job.
   *
   * @param sequentialCalls the number of calls to make first, one after the other; their requests
   *     are not counted
   */
  private int requests(DigestRules rules, int sequentialCalls, int calls, int callerCount)
      throws Exception {
    RestoreJobRef ref = RestoreJobFixtures.ref();
    RestoreJob job = RestoreJobFixtures.finished();
    try (FakeAtlas atlas = FakeAtlas.start(rules);
        OpenPort port = transport.open(atlas.config().withRetry(RetryPolicy.none()));
        Callers callers = new Callers(callerCount)) {
      atlas.put(ref, job);
      for (int i = 0; i < sequentialCalls; i++) {
        port.get(ref);
      }
      atlas.forgetRequests();
      callers.share(calls, () -> assertThat(port.get(ref)).isEqualTo(job), TIME_LIMIT);
      return atlas.requests().size();
    }
  }
}
