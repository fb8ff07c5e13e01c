package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests dialogue 5 with doubt: a call doubts the refusal of a fresh nonce if the key has worked
 * before.
 */
class DoubtTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @BeforeEach
  void acceptTheKeyOnce() {
    client.remembering("n");
  }

  @Test
  void refusalBesideAnotherCallIsDoubtedOnce() {
    client.get().sendsSigned("n", 2);
    AuthDialogue call = client.get().sendsSigned("n", 3);

    refusedAndDoubted(call).sendsSigned("e", 1).receives(200).endsWith(200, 4);
  }

  @Test
  void refusalBesideALaterCallIsDoubted() {
    AuthDialogue call = client.get().sendsSigned("n", 2);
    client.get().sendsSigned("n", 3);

    refusedAndDoubted(call).sendsSigned("e", 1).receives(200).endsWith(200, 4);
  }

  @Test
  void refusalBesideAnEndedCallIsDoubted() {
    AuthDialogue call = client.get().sendsSigned("n", 2);
    client.get().sendsSigned("n", 3).receives(200).ends();

    refusedAndDoubted(call).sendsSigned("e", 1).receives(200).endsWith(200, 4);
  }

  @Test
  void refusalBesideACallDuringTheFreshNonceIsDoubted() {
    AuthDialogue call =
        client.get().sendsSigned("n", 2).receivesChallenge(digest("c")).sendsSigned("c", 1);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("x"))
        .sendsSigned("x", 1)
        .receives(200)
        .ends();

    call.receivesChallenge(digest("d")).sendsUnsigned();
  }

  @Test
  void refusalOfASingleCallIsDoubtedOnce() {
    refusedAndDoubted(client.get().sendsSigned("n", 2))
        .sendsSigned("e", 1)
        .receives(200)
        .endsWith(200, 4);
    client
        .get()
        .sendsSigned("e", 2)
        .receivesChallenge(digest("f"))
        .sendsSigned("f", 1)
        .receivesChallenge(digest("g"))
        .sendsUnsigned()
        .receivesChallenge(digest("h"))
        .sendsSigned("h", 1)
        .receivesChallenge(digest("i"))
        .endsWith(401, 4);
  }

  @Test
  void refusalAfterStaleChallengesIsDoubted() {
    client
        .get()
        .sendsSigned("n", 2)
        .receivesChallenge(stale("a"))
        .sendsSigned("a", 1)
        .receivesChallenge(stale("b"))
        .sendsSigned("b", 1)
        .receivesChallenge(digest("c"))
        .sendsUnsigned()
        .receivesChallenge(digest("d"))
        .sendsSigned("d", 1)
        .receives(200)
        .endsWith(200, 5);
  }

  @Test
  void endedCallsCauseNoDoubtAboutAStaleNonce() {
    AuthDialogue unanswered = client.get().sendsSigned("n", 2);
    AuthDialogue refused = client.get().sendsSigned("n", 3);
    AuthDialogue withoutChallenge = client.get().sendsSigned("n", 4);
    unanswered.receivesNothing().ends();
    withoutChallenge.receives(401).ends();
    refused.receivesChallenge(digest("c")).sendsSigned("c", 1).receives(200).ends();

    client
        .get()
        .sendsSigned("c", 2)
        .receivesChallenge(digest("d"))
        .sendsSigned("d", 1)
        .receivesChallenge(stale("e"))
        .sendsSigned("e", 1);
  }

  @Test
  void confirmedRefusalEndsTheTrust() {
    AuthDialogue other = client.get().sendsSigned("n", 2);
    AuthDialogue call = client.get().sendsSigned("n", 3);
    refusedAndDoubted(call).sendsSigned("e", 1).receivesChallenge(digest("f")).endsWith(401, 4);

    other
        .receivesChallenge(digest("g"))
        .sendsSigned("g", 1)
        .receivesChallenge(digest("h"))
        .endsWith(401, 2);
  }

  @Test
  void confirmedRefusalKeepsTheTrustAfterASuccessMeanwhile() {
    AuthDialogue other = client.get().sendsSigned("n", 2);
    AuthDialogue third = client.get().sendsSigned("n", 3);
    AuthDialogue call = refusedAndDoubted(client.get().sendsSigned("n", 4));
    third.receives(200).endsWith(200, 1);
    call.sendsSigned("e", 1).receivesChallenge(digest("f")).endsWith(401, 4);

    other
        .receivesChallenge(digest("g"))
        .sendsSigned("g", 1)
        .receivesChallenge(digest("h"))
        .sendsUnsigned();
  }

  @Test
  void successRestoresTheTrust() {
    AuthDialogue other = client.get().sendsSigned("n", 2);
    AuthDialogue call = client.get().sendsSigned("n", 3);
    refusedAndDoubted(call).sendsSigned("e", 1).receivesChallenge(digest("f")).endsWith(401, 4);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("g"))
        .sendsSigned("g", 1)
        .receives(200)
        .ends();

    other
        .receivesChallenge(digest("h"))
        .sendsSigned("h", 1)
        .receivesChallenge(digest("i"))
        .sendsUnsigned();
  }

  @Test
  void doubtingCallSignsAtMostThreeRequests() {
    client.get().sendsSigned("n", 2);
    client
        .get()
        .sendsSigned("n", 3)
        .receivesChallenge(stale("c"))
        .sendsSigned("c", 1)
        .receivesChallenge(stale("d"))
        .sendsUnsigned()
        .receivesChallenge(stale("e"))
        .sendsSigned("e", 1)
        .receivesChallenge(stale("f"))
        .endsWith(401, 4);
  }

  @Test
  void keyThatNeverWorkedCausesNoDoubt() {
    ClientOnFakeClock cold = new ClientOnFakeClock();
    AuthDialogue first =
        cold.get().sendsUnsigned().receivesChallenge(digest("a")).sendsSigned("a", 1);
    cold.pass(ClientOnFakeClock.CLAIM);
    cold.get().sendsUnsigned().receivesChallenge(digest("b")).sendsSigned("b", 1);

    first.receivesChallenge(digest("c")).endsWith(401, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 429, 500, 502, 503})
  void onlySuccessMakesTheKeyTrusted(int status) {
    ClientOnFakeClock unproven = new ClientOnFakeClock();
    unproven
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("a"))
        .sendsSigned("a", 1)
        .receives(status)
        .ends();
    unproven.get().sendsSigned("a", 2);

    unproven
        .get()
        .sendsSigned("a", 3)
        .receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receivesChallenge(digest("d"))
        .endsWith(401, 2);
  }

  @Test
  void staleResponseKeepsTheTrust() {
    AuthDialogue other =
        client.get().sendsSigned("n", 2).receivesChallenge(digest("c")).sendsSigned("c", 1);
    AuthDialogue doubting =
        client.get().sendsUnsigned().receivesChallenge(digest("p")).sendsSigned("p", 1);
    doubting
        .receivesChallenge(digest("q"))
        .sendsUnsigned()
        .receivesChallenge(digest("e"))
        .sendsSigned("e", 1);
    doubting.receivesChallenge(stale("f")).sendsSigned("f", 1);

    other.receivesChallenge(digest("h")).sendsUnsigned();
    doubting.receives(200).endsWith(200, 5);
  }

  @Test
  void callWithoutReportedEndCausesDoubtAboutAStaleNonceUntilItsRequestHasTimedOut() {
    client.get().sendsSigned("n", 2);
    client.pass(ClientOnFakeClock.TIMEOUT);
    client
        .get()
        .sendsSigned("n", 3)
        .receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receivesChallenge(stale("d"))
        .sendsUnsigned()
        .receivesChallenge(digest("e"))
        .sendsSigned("e", 1)
        .receives(200)
        .ends();

    client.pass(ClientOnFakeClock.TIMEOUT.plusNanos(1));
    client
        .get()
        .sendsSigned("e", 2)
        .receivesChallenge(digest("x"))
        .sendsSigned("x", 1)
        .receivesChallenge(stale("y"))
        .sendsSigned("y", 1);
  }

  @Test
  void cancelledCallCausesDoubtOnlyInCallsThatBeganBeforeItsEnd() {
    AuthDialogue cancelled = client.get().sendsSigned("n", 2);
    AuthDialogue before = client.get().sendsSigned("n", 3);
    cancelled.isCancelled();
    before
        .receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receivesChallenge(stale("d"))
        .sendsUnsigned()
        .receivesChallenge(digest("e"))
        .sendsSigned("e", 1)
        .receives(200)
        .ends();

    client
        .get()
        .sendsSigned("e", 2)
        .receivesChallenge(digest("x"))
        .sendsSigned("x", 1)
        .receivesChallenge(stale("y"))
        .sendsSigned("y", 1);
  }

  /** Continues the call until it has received the challenge "e" for its doubt. */
  private static AuthDialogue refusedAndDoubted(AuthDialogue call) {
    return call.receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receivesChallenge(digest("d"))
        .sendsUnsigned()
        .receivesChallenge(digest("e"));
  }
}
