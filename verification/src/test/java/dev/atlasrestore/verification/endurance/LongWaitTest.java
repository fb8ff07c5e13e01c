package dev.atlasrestore.verification.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.testkit.FakeAtlas;
import dev.atlasrestore.testkit.Hostile;
import dev.atlasrestore.testkit.Reply;
import dev.atlasrestore.testkit.RestoreJobFixtures;
import dev.atlasrestore.testkit.contract.OpenPort;
import dev.atlasrestore.verification.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs waits over real connections against a service with random faults. The short interval of the
 * polls compresses a day of polls into seconds. A wait ends with the job's true state, or with the
 * exception for an error of the service itself.
 *
 * <p>{@code LongWaitTest} in core runs hundreds of waits of 24 hours in virtual time. A failure
 * names the seed.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(120)
class LongWaitTest {

  private static final int POLLS = 150;
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(2);
  private static final RestoreJobRef REF = RestoreJobFixtures.ref();
  private static final RestoreJob RUNNING = RestoreJobFixtures.inProgress();
  private static final RestoreJob[] ENDS = {
    RestoreJobFixtures.finished(), RestoreJobFixtures.broken(), RestoreJobFixtures.killed()
  };
  private static final Reply LOGIN_PAGE = Reply.status(200).body("<html>Log in</html>");

  @Parameter private Transport transport;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void waitEndsWithTheTrueStateOfTheJob(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RestoreJob end = ENDS[random.nextInt(ENDS.length)];
    RestoreJob[] later = new RestoreJob[POLLS / 3];
    Arrays.fill(later, RUNNING);
    later[later.length - 1] = end;
    try (FakeAtlas atlas = FakeAtlas.start();
        OpenPort port = transport.open(config(atlas))) {
      atlas.put(REF, RUNNING, later);
      atlas.script(REF, troubles(random));
      assertThat(port.awaitCompletion(REF)).as("seed %s", seed).isEqualTo(end);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = 6)
  void refusalOfTheServiceEndsTheWaitWithinThreePolls(long seed) {
    Reply[] withdrawn =
        IntStream.range(0, 20).mapToObj(LongWaitTest::refusal).toArray(Reply[]::new);
    assertRefused(seed, AuthenticationException.class, 4 + 2 + 2, withdrawn);
    assertRefused(
        seed,
        RestoreJobNotFoundException.class,
        1,
        Reply.error(404, "RESTORE_JOB_NOT_FOUND", "No job."));
    assertRefused(
        seed, AccessDeniedException.class, 1, Reply.error(403, "USER_UNAUTHORIZED", "No role."));
  }

  private void assertRefused(
      long seed, Class<? extends AtlasException> type, int maxRequests, Reply... refusal) {
    List<Reply> replies = new ArrayList<>(Arrays.asList(troubles(new SplittableRandom(seed))));
    replies.add(Reply.unscripted());
    replies.add(Reply.unscripted());
    int before = replies.size();
    replies.addAll(Arrays.asList(refusal));
    // Without the digest check, each request consumes one reply, so their number is known.
    replies.replaceAll(Reply::beforeDigest);
    try (FakeAtlas atlas = FakeAtlas.start();
        OpenPort port = transport.open(config(atlas))) {
      atlas.put(REF, RUNNING);
      atlas.script(REF, replies.toArray(Reply[]::new));
      Throwable thrown = catchThrowable(() -> port.awaitCompletion(REF));
      assertThat(thrown).as("seed %s", seed).isExactlyInstanceOf(type);
      assertThat(atlas.requests().size() - before)
          .as("requests of seed %s after the refusal", seed)
          .isBetween(1, maxRequests);
    }
  }

  private static AtlasConfig config(FakeAtlas atlas) {
    return atlas
        .config()
        .withPoll(PollPolicy.every(Duration.ofMillis(2)).withDeadline(DEADLINE))
        .withoutPollRate()
        .withTimeouts(Timeouts.defaults().withResponse(RESPONSE_TIMEOUT))
        .withRetry(RetryPolicy.none());
  }

  /** Returns replies that begin with a successful poll of a new client. */
  private static Reply[] troubles(SplittableRandom random) {
    List<Reply> replies = new ArrayList<>(List.of(Reply.unscripted(), Reply.unscripted()));
    while (replies.size() < POLLS) {
      addTrouble(replies, random);
    }
    return replies.toArray(Reply[]::new);
  }

  private static void addTrouble(List<Reply> replies, SplittableRandom random) {
    switch (random.nextInt(16)) {
      case 0 -> replies.add(Reply.status(503));
      case 1 -> replies.add(Reply.status(503).header("Retry-After", "0"));
      case 2 -> replies.add(Reply.error(429, "RATE_LIMITED", "Too many."));
      case 3 -> replies.add(LOGIN_PAGE);
      case 4 -> replies.add(Reply.redirect(302, "https://login.example/"));
      case 5 -> replies.add(Reply.status(407).header("Proxy-Authenticate", "Basic realm=\"x\""));
      case 6 -> replies.add(Reply.status(404).body("<html>Not found</html>"));
      case 7 -> replies.add(Reply.drop());
      case 8 -> replies.add(Hostile.reset());
      case 9 -> replies.add(Hostile.truncated());
      case 10 -> replies.add(Hostile.garbage());
      case 11 -> replies.add(random.nextInt(4) == 0 ? Hostile.stall() : Reply.stale());
      case 12 -> replies.add(Reply.json("{\"id\":5}"));
      case 13 -> {
        // The load balancer changes the node between the challenge and the signed request.
        replies.add(refusal(replies.size()));
        replies.add(refusal(replies.size()));
        replies.add(Reply.unscripted());
        replies.add(Reply.unscripted());
      }
      default -> replies.add(Reply.unscripted());
    }
  }

  private static Reply refusal(int number) {
    return Reply.challenge(
            "Digest realm=\"MMS Public API\", nonce=\"other-node-"
                + number
                + "\", algorithm=MD5, qop=\"auth\"")
        .beforeDigest();
  }
}
