package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Concurrent first calls: one call fetches a challenge, the others wait for its nonce. */
class ColdStartTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void waitingCallsPauseFrom5To50Milliseconds() {
    client.get().sendsUnsigned();
    AuthDialogue waiting = client.get();

    for (long millis : List.of(5, 10, 20, 40, 50, 50, 50)) {
      waiting.pausesFor(millis);
      client.pass(Duration.ofMillis(millis));
      waiting.pauseElapses();
    }
  }

  @Test
  void waitingCallPausesNoLongerThanTheClaim() {
    client.get().sendsUnsigned();
    client.pass(ClientOnFakeClock.CLAIM.minusMillis(12));
    AuthDialogue waiting = client.get().pausesFor(5);
    client.pass(Duration.ofMillis(5));
    waiting.pauseElapses().pausesFor(7);
    client.pass(Duration.ofMillis(7));
    waiting.pauseElapses().sendsUnsigned();
  }

  @Test
  void acceptedNonceIsShared() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue first = client.get().pausesFor(5);
    AuthDialogue second = client.get().pausesFor(5);

    fetching.receivesChallenge(digest("n")).sendsSigned("n", 1).receives(200).endsWith(200, 2);

    first.pauseElapses().sendsSigned("n", 2).receives(200).endsWith(200, 1);
    second.pauseElapses().sendsSigned("n", 3).receives(200).endsWith(200, 1);
  }

  @Test
  void nonceIsPrivateUntilItIsAccepted() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue waiting = client.get().pausesFor(5);

    fetching.receivesChallenge(digest("n")).sendsSigned("n", 1);

    waiting.pauseElapses().pausesFor(10);
  }

  @Test
  void sixteenFirstCallsCostSeventeenRequests() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    List<AuthDialogue> waitingCalls =
        Stream.generate(() -> client.get().pausesFor(5)).limit(15).toList();
    fetching.receivesChallenge(digest("n")).receives(200).endsWith(200, 2);

    for (AuthDialogue waiting : waitingCalls) {
      waiting.pauseElapses().receives(200).endsWith(200, 1);
    }
  }

  @Test
  void failedFirstCallReleasesTheWaitingCalls() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue first = client.get().pausesFor(5);
    AuthDialogue second = client.get().pausesFor(5);
    fetching.receivesNothing().ends();

    first.pauseElapses().sendsUnsigned();
    second.pauseElapses().sendsUnsigned();
    client.get().pausesFor(5);
  }

  @Test
  void refusedFirstCallReleasesTheWaitingCalls() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue first = client.get().pausesFor(5);
    AuthDialogue second = client.get().pausesFor(5);
    fetching
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(digest("2"))
        .endsWith(401, 2);

    first.pauseElapses().sendsUnsigned();
    second.pauseElapses().sendsUnsigned();
  }

  @Test
  void firstCallWithoutResponseReleasesTheWaitingCalls() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue waiting = client.get().pausesFor(5);
    fetching.receivesChallenge(digest("1")).sendsSigned("1", 1).receivesNothing().ends();

    waiting.pauseElapses().sendsUnsigned();
  }

  @Test
  void firstCallToAnUnauthenticatedServerReleasesTheWaitingCalls() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue waiting = client.get().pausesFor(5);
    fetching.receivesChallenge(digest("1")).sendsSigned("1", 1).receivesInfo("rspauth=x").ends();

    waiting.pauseElapses().sendsUnsigned();
  }

  @Test
  void cancelledCallReleasesItsClaim() {
    AuthDialogue unsigned = client.get().sendsUnsigned();
    AuthDialogue second = client.get().pausesFor(5);
    unsigned.isCancelled();
    second.pauseElapses().sendsUnsigned();

    AuthDialogue third = client.get().pausesFor(5);
    second.receivesChallenge(digest("n")).sendsSigned("n", 1).isCancelled();
    third.pauseElapses().sendsUnsigned();
  }

  @Test
  void callCancelledWhileItAwaitsAChallengeChangesNothing() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    client.get().pausesFor(5).isCancelled();

    fetching.receivesChallenge(digest("n")).sendsSigned("n", 1).receives(200).ends();
    client.get().sendsSigned("n", 2);
  }

  @Test
  void claimOfACallWithoutReportedEndExpires() {
    client.get().sendsUnsigned();
    AuthDialogue first = client.get().pausesFor(5);
    AuthDialogue second = client.get().pausesFor(5);
    client.pass(ClientOnFakeClock.CLAIM.minusNanos(1));
    first.pauseElapses();
    second.pauseElapses();
    client.pass(Duration.ofNanos(1));

    first.pauseElapses().sendsUnsigned();
    second.pauseElapses().sendsUnsigned();
    client.get().pausesFor(5);
  }

  @Test
  void nonceOfASlowFirstCallIsShared() {
    AuthDialogue slow = client.get().sendsUnsigned();
    client.pass(ClientOnFakeClock.CLAIM);
    AuthDialogue second = client.get().sendsUnsigned();

    slow.receivesChallenge(digest("n")).sendsSigned("n", 1).receives(200).endsWith(200, 2);

    client.get().sendsSigned("n", 2);
    second.receivesChallenge(digest("m")).sendsSigned("m", 1).receives(200).endsWith(200, 2);
  }

  @Test
  void failureAfterTheClaimKeepsTheNextClaim() {
    AuthDialogue slow = client.get().sendsUnsigned();
    client.pass(ClientOnFakeClock.CLAIM);
    client.get().sendsUnsigned();

    slow.receivesNothing().ends();

    client.get().pausesFor(5);
  }

  @Test
  void noCallWaitsForAServerThatDoesNotChallenge() {
    AuthDialogue fetching = client.get().sendsUnsigned();
    AuthDialogue waiting = client.get().pausesFor(5);
    fetching.receives(204).endsWith(204, 1);

    waiting.pauseElapses().sendsUnsigned();
    client.get().sendsUnsigned();
    client.get().sendsUnsigned();
  }

  @Test
  void callsWaitWhenTheServerBeginsToChallenge() {
    client.get().sendsUnsigned().receives(200).ends();
    AuthDialogue call = client.get().sendsUnsigned().receivesChallenge(digest("n"));

    client.get().sendsUnsigned();
    client.get().pausesFor(5);
    call.sendsSigned("n", 1).receives(200).ends();
  }

  @Test
  void unsignedFailureDoesNotEndTheWaiting() {
    client.get().sendsUnsigned().receives(404).endsWith(404, 1);
    client.get().sendsUnsigned().receives(300).endsWith(300, 1);

    client.get().sendsUnsigned();
    client.get().pausesFor(5);
  }
}
