package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Chance;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the call timeout of a get. */
class CallTimeoutTest {

  private static AtlasConfig within(Duration call) {
    return config().withTimeouts(Timeouts.defaults().withCall(call));
  }

  @Test
  void sendGetsTheResponseTimeoutOrTheRemainingTimeOfTheCall() {
    Dialogue<RestoreJob> dialogue = Client.get(within(ofSeconds(40)));
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(30));
    dialogue.after(ofSeconds(15)).answer(401, "", Client.CHALLENGE);
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(25));
    dialogue.after(ofSeconds(10)).answer(503, "").elapse();
    assertThat(dialogue.expectTimeout()).isEqualTo(ofSeconds(15).minusMillis(250));
    assertThat(Client.get(within(ofMillis(1))).expectTimeout()).isEqualTo(ofMillis(1));
  }

  @Test
  void sendHasTheConfiguredBodyLimit() {
    var step = Client.get(config().withMaxBodyBytes(4321)).step();
    assertThat(step.toString()).contains("maxBodyBytes=4321");
  }

  @Test
  void pauseThatReachesTheDeadlineIsCutToHalfOfTheRemainingTime() {
    RetryPolicy slow =
        RetryPolicy.defaults()
            .withMaxAttempts(100)
            .withBaseDelay(ofSeconds(100))
            .withMaxDelay(ofSeconds(100));
    Dialogue<RestoreJob> dialogue =
        Client.get(within(ofSeconds(60)).withRetry(slow).withRandom(Chance.highest()));
    dialogue.after(ofSeconds(28));
    for (long left : new long[] {32, 16, 8, 4, 2, 1}) {
      dialogue.answer(503, "");
      assertThat(dialogue.expectPause()).isEqualTo(ofSeconds(left).dividedBy(2));
      dialogue.elapse();
    }
    ApiException e = dialogue.answer(503, "").expectFailed(ApiException.class);
    assertThat(e.attempts()).isEqualTo(7);
    assertThat(e.elapsed()).isEqualTo(ofMillis(59_500));
  }

  @Test
  void messageOfATimedOutCallNamesTimeoutAttemptsAndElapsedTime() {
    Dialogue<RestoreJob> dialogue = Client.get(within(ofSeconds(40))).timeOut().elapse();
    assertThat(dialogue.expectTimeout()).isEqualTo(ofMillis(9_750));
    TransportException e = dialogue.timeOut().expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e.attempts()).isEqualTo(2);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(40));
    assertThat(e)
        .hasMessageContaining("127.0.0.1:8080")
        .hasMessageContaining("call timeout of 40 s")
        .hasMessageContaining("40 s elapsed")
        .hasMessageContaining("2 attempts");
  }

  @Test
  void messageOfATimedOutExchangeDoesNotNameTheCallTimeout() {
    TransportException e =
        Client.get(config().withRetry(RetryPolicy.none()))
            .timeOut()
            .expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e).hasMessageNotContaining("call timeout");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60_000})
  void noRequestIsSentAfterAPauseThatEndsAtOrAfterTheDeadline(long late) {
    Dialogue<RestoreJob> dialogue = Client.get(within(ofSeconds(40))).answer(503, "");
    TransportException e =
        dialogue.elapse(ofSeconds(40).plusMillis(late)).expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e.failure().fate()).isEqualTo(TransportFailure.Fate.NOT_SENT);
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasMessageContaining("call timeout of 40 s").hasMessageContaining("1 attempt)");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 60_000})
  void noChallengeIsAnsweredAtOrAfterTheDeadline(long late) {
    Dialogue<RestoreJob> dialogue = Client.get(within(ofSeconds(40)));
    dialogue.after(ofSeconds(40).plusMillis(late)).answer(401, "", Client.CHALLENGE);
    TransportException e = dialogue.expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e).hasMessageContaining("call timeout of 40 s");
  }

  @Test
  void responseAfterTheDeadlineIsUsed() {
    Client.get(within(ofSeconds(40))).after(ofSeconds(41)).answer(200, "FINISHED").expectDone();
    Client.get(within(ofSeconds(40)))
        .after(ofSeconds(41))
        .answer(503, "")
        .expectFailed(ApiException.class);
  }

  @Test
  void pauseForAnotherCallsChallengeEndsAtTheDeadline() {
    FakeClock clock = new FakeClock();
    RestoreJobCalls client = Client.of(within(ofMillis(40)));
    Dialogue<RestoreJob> first = Dialogue.of(client.get(REF), clock);
    first.expectSend();
    Dialogue<RestoreJob> follower = Dialogue.of(client.get(REF), clock);
    assertThat(follower.expectPause()).isEqualTo(ofMillis(5));
    follower.elapse();
    assertThat(follower.expectPause()).isEqualTo(ofMillis(10));
    follower.elapse();
    assertThat(follower.expectPause()).isEqualTo(ofMillis(20));
    follower.elapse();
    assertThat(follower.expectPause()).as("the remaining time").isEqualTo(ofMillis(5));
    follower.elapse();
    TransportException e = follower.expectFailed(TransportException.class);
    assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e.failure().fate()).isEqualTo(TransportFailure.Fate.NOT_SENT);
    assertThat(e.elapsed()).isEqualTo(ofMillis(40));
    assertThat(e).hasMessageContaining("call timeout of 40 ms");
  }
}
