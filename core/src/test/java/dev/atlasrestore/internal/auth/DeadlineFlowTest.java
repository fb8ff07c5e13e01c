package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.internal.digest.TestKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A call sends nothing at or after its deadline. */
class DeadlineFlowTest {

  private static final Duration TIME_LEFT = Duration.ofMillis(700);

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void timeoutOfEachRequestIsCutToTheTimeLeft() {
    AuthDialogue call = client.getWithin(TIME_LEFT).sendsUnsigned();
    assertThat(call.send().timeout()).isEqualTo(TIME_LEFT);

    client.pass(Duration.ofMillis(300));
    call.receivesChallenge(digest("n")).sendsSigned("n", 1);
    assertThat(call.send().timeout()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void timeoutOfARequestIsNeverLongerThanTheResponseTimeout() {
    AuthDialogue call = client.getWithin(ClientOnFakeClock.TIMEOUT.plusNanos(1));

    assertThat(call.send().timeout()).isEqualTo(ClientOnFakeClock.TIMEOUT);
  }

  @Test
  void callThatStartsAtItsDeadlineSendsNothing() {
    client.getWithin(Duration.ZERO).endsOutOfTime(0);
    client.getWithin(Duration.ofNanos(-1)).endsOutOfTime(0);

    client.getWithin(Duration.ofNanos(1)).sendsUnsigned();
  }

  @Test
  void callThatSendsNothingUsesNoNonceCount() {
    client.remembering("n");

    client.getWithin(Duration.ZERO).endsOutOfTime(0);

    client.get().sendsSigned("n", 2);
  }

  @Test
  void challengeAtTheDeadlineIsNotAnswered() {
    AuthDialogue call = client.getWithin(TIME_LEFT).sendsUnsigned();
    client.pass(TIME_LEFT);

    call.receivesChallenge(digest("n")).endsOutOfTime(1);
  }

  @Test
  void challengeAtTheDeadlineReleasesTheWaitingCalls() {
    AuthDialogue call = client.getWithin(TIME_LEFT).sendsUnsigned();
    client.pass(TIME_LEFT);
    AuthDialogue waiting = client.get().pausesFor(5);
    call.receivesChallenge(digest("n")).endsOutOfTime(1);

    waiting.pauseElapses().sendsUnsigned();
  }

  @Test
  void responseAtTheDeadlineIsTheResult() {
    AuthDialogue call = client.getWithin(TIME_LEFT).receivesChallenge(digest("n"));
    client.pass(TIME_LEFT.plusSeconds(1));

    call.sendsSigned("n", 1).receives(200).endsWith(200, 2);
  }

  @Test
  void wrongKeyAtTheDeadlineIsTheResult() {
    AuthDialogue call = client.getWithin(TIME_LEFT).receivesChallenge(digest("n"));
    client.pass(TIME_LEFT);

    call.sendsSigned("n", 1).receivesChallenge(digest("m")).endsWith(401, 2);
  }

  @Test
  void refusalAtTheDeadlineIsNotAnswered() {
    client.remembering("n");
    AuthDialogue remembered = client.getWithin(TIME_LEFT).sendsSigned("n", 2);
    AuthDialogue fresh = client.getWithin(TIME_LEFT).receivesChallenge(digest("f"));
    client.pass(TIME_LEFT);

    remembered.receivesChallenge(stale("m")).endsOutOfTime(1);
    fresh.sendsSigned("f", 1).receivesChallenge(stale("g")).endsOutOfTime(2);
  }

  @Test
  void refusalAtTheDeadlineIsNotDoubted() {
    client.remembering("n");
    client.get().sendsSigned("n", 2);
    AuthDialogue call =
        client.getWithin(TIME_LEFT).sendsSigned("n", 3).receivesChallenge(digest("c"));
    client.pass(TIME_LEFT);

    call.sendsSigned("c", 1).receivesChallenge(digest("d")).endsOutOfTime(2);
  }

  @Test
  void pauseIsCutToTheTimeLeft() {
    client.get().sendsUnsigned();
    AuthDialogue call = client.getWithin(Duration.ofMillis(12)).pausesFor(5);
    client.pass(Duration.ofMillis(5));
    call.pauseElapses().pausesFor(7);
    client.pass(Duration.ofMillis(7));

    call.pauseElapses().endsOutOfTime(0);
  }

  @Test
  void claimExpiresAfterAShortResponseTimeout() {
    Duration timeout = Duration.ofMillis(500);
    ClientOnFakeClock impatient = new ClientOnFakeClock(TestKey.KEY, timeout);
    impatient.get().sendsUnsigned();
    impatient.pass(timeout.minusNanos(1));
    AuthDialogue waiting = impatient.get();
    waiting.pauseElapses();
    impatient.pass(Duration.ofNanos(1));

    waiting.pauseElapses().sendsUnsigned();
  }
}
