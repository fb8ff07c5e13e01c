package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exclusive mode: each call in flight uses a nonce of its own. */
class ExclusiveModeTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  /** Leaves the idle nonces "a" and, newer, "b" in the pool, each used once. */
  @BeforeEach
  void enterExclusiveMode() {
    client.remembering("shared");
    AuthDialogue first = client.get().sendsSigned("shared", 2);
    AuthDialogue second = client.get().sendsSigned("shared", 3);
    second.receivesChallenge(digest("a")).sendsSigned("a", 1).receives(200).endsWith(200, 2);
    client.pass(Duration.ofMillis(1));
    first.receivesChallenge(digest("b")).sendsSigned("b", 1).receives(200).endsWith(200, 2);
  }

  @Test
  void eachCallUsesItsOwnNonceStartingWithTheLastUsed() {
    AuthDialogue first = client.get().sendsSigned("b", 2);
    AuthDialogue second = client.get().sendsSigned("a", 2);

    first.receives(200).endsWith(200, 1);
    second.receives(200).endsWith(200, 1);
    client.get().sendsSigned("a", 3);
    client.get().sendsSigned("b", 3);
  }

  @Test
  void callWithoutIdleNonceSendsUnsignedAtOnce() {
    client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);

    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receives(200)
        .endsWith(200, 2);
    client.get().sendsSigned("c", 2);
    client.get().sendsUnsigned();
    client.get().sendsUnsigned();
  }

  @Test
  void cancelledCallReturnsItsNonce() {
    client.get().sendsSigned("b", 2).isCancelled();

    client.get().sendsSigned("b", 3);
  }

  @Test
  void callCancelledBeforeItsFirstAcceptanceReturnsNoNonce() {
    client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    client.get().sendsUnsigned().receivesChallenge(digest("c")).sendsSigned("c", 1).isCancelled();

    client.get().sendsUnsigned();
  }

  @Test
  void callWithoutReportedEndLosesOnlyItsOwnNonce() {
    client.get().sendsSigned("b", 2);

    client.get().sendsSigned("a", 2).receives(200).ends();
    client.get().sendsSigned("a", 3).receives(200).ends();
    client.get().sendsSigned("a", 4);
    client.get().sendsUnsigned();
  }

  @Test
  void callWithoutResponseReturnsItsNonce() {
    client.get().sendsSigned("b", 2).receivesNothing().ends();

    client.get().sendsSigned("b", 3);
  }

  @Test
  void status401WithoutChallengeReturnsTheNonce() {
    client.get().sendsSigned("b", 2).receives(401).endsWith(401, 1);

    client.get().sendsSigned("b", 3);
  }

  @Test
  void refusedNonceIsDropped() {
    client.get().sendsSigned("b", 2).receivesChallenge(digest("c")).receivesNothing().ends();

    client.get().sendsSigned("a", 2);
    client.get().sendsUnsigned();
  }

  @Test
  void refusedCallCostsTwoRequests() {
    client
        .get()
        .sendsSigned("b", 2)
        .receivesChallenge(digest("c"))
        .sendsSigned("c", 1)
        .receives(200)
        .endsWith(200, 2);
  }

  @Test
  void nextnonceReplacesTheNonce() {
    client.get().sendsSigned("b", 2).receivesInfo("nextnonce=\"c\"").ends();

    client.get().sendsSigned("c", 1);
    client.get().sendsSigned("a", 2);
    client.get().sendsUnsigned();
  }

  @Test
  void nextnonceThatIsInFlightIsLeasedOnce() {
    AuthDialogue first = client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2).receivesInfo("nextnonce=\"b\"").ends();
    client.get().sendsUnsigned();

    first.receives(200).ends();
    client.get().sendsSigned("b", 3);
    client.get().sendsUnsigned();
  }

  @Test
  void nextnonceThatIsIdleIsLeasedOnce() {
    AuthDialogue first = client.get().sendsSigned("b", 2);
    AuthDialogue second = client.get().sendsSigned("a", 2);
    first.receives(200).ends();
    second.receivesInfo("nextnonce=\"b\"").ends();

    client.get().sendsSigned("b", 3);
    client.get().sendsUnsigned();
  }

  @Test
  void nonceOfTwoCallsIsIdleAfterBoth() {
    AuthDialogue first = client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    AuthDialogue second =
        client.get().sendsUnsigned().receivesChallenge(digest("b")).sendsSigned("b", 3);

    first.receives(200).ends();
    client.get().sendsUnsigned();
    second.receives(200).ends();
    client.get().sendsSigned("b", 4);
    client.get().sendsUnsigned();
  }

  @Test
  void replacedIdleNonceIsNotLeased() {
    AuthDialogue first = client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    AuthDialogue second = client.get().sendsUnsigned();
    first.receives(200).ends();

    second
        .receivesChallenge(digest("b"))
        .sendsSigned("b", 3)
        .receivesInfo("nextnonce=\"c\"")
        .ends();

    client.get().sendsSigned("c", 1);
    client.get().sendsUnsigned();
  }

  @Test
  void nonceIsDroppedAfter1000Uses() {
    for (int count = 2; count <= 1000; count++) {
      client.get().sendsSigned("b", count).receives(200).endsWith(200, 1);
    }

    client.get().sendsSigned("a", 2);
    client.get().sendsUnsigned();
  }

  @Test
  void atMost256NoncesAreIdle() {
    List<AuthDialogue> calls = new ArrayList<>(List.of(client.get(), client.get()));
    for (int i = 0; i < 256; i++) {
      calls.add(
          client.get().sendsUnsigned().receivesChallenge(digest("n" + i)).sendsSigned("n" + i, 1));
    }
    calls.forEach(call -> call.receives(200).ends());

    for (int i = 255; i >= 0; i--) {
      client.get().sendsSigned("n" + i, 2);
    }
    client.get().sendsUnsigned();
  }

  @Test
  void droppedNonceKeepsCountingWhenRepeated() {
    atMost256NoncesAreIdle();

    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("b"))
        .sendsSigned("b", 3)
        .receives(200)
        .ends();
    client.get().sendsSigned("b", 4);
  }

  @Test
  void last512NoncesAreKnown() {
    client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    for (int i = 0; i < 511; i++) {
      client.get().sendsUnsigned().receivesChallenge(digest("n" + i)).sendsSigned("n" + i, 1);
    }
    client.get().sendsUnsigned().receivesChallenge(digest("n0")).sendsSigned("n0", 2);
    client.get().sendsUnsigned().receivesChallenge(digest("n511")).sendsSigned("n511", 1);
    client.get().sendsUnsigned().receivesChallenge(digest("n512")).sendsSigned("n512", 1);

    client.get().sendsUnsigned().receivesChallenge(digest("n0")).sendsSigned("n0", 3);
    client.get().sendsUnsigned().receivesChallenge(digest("n2")).sendsSigned("n2", 2);
    client.get().sendsUnsigned().receivesChallenge(digest("n1")).sendsSigned("n1", 1);
  }

  @Test
  void nonceInUseIsForgottenLast() {
    client.get().sendsSigned("b", 2);
    AuthDialogue used = client.get().sendsSigned("a", 2);
    for (int i = 0; i < 600; i++) {
      client.get().sendsUnsigned().receivesChallenge(digest("n" + i)).sendsSigned("n" + i, 1);
      if (i % 100 == 0) {
        used.receives(200).ends();
        used = client.get().sendsSigned("a", 3 + i / 100);
      }
    }

    client.get().sendsUnsigned().receivesChallenge(digest("a")).sendsSigned("a", 9);
  }

  @Test
  void forgottenNonceIsNotReturned() {
    AuthDialogue held = client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    for (int i = 0; i < 512; i++) {
      client.get().sendsUnsigned().receivesChallenge(digest("n" + i)).sendsSigned("n" + i, 1);
    }
    held.receives(200).ends();

    client.get().sendsUnsigned();
  }

  @Test
  void nonceOfACallWithoutReportedEndIsReturnedAfterItsTimeout() {
    client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("b"))
        .sendsSigned("b", 3)
        .receives(200)
        .ends();
    client.get().sendsUnsigned();

    client.pass(ClientOnFakeClock.TIMEOUT.plusNanos(1));
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("b"))
        .sendsSigned("b", 4)
        .receives(200)
        .ends();
    client.get().sendsSigned("b", 5);
  }

  @Test
  void exclusiveModeIsPermanent() {
    client.get().sendsSigned("b", 2);
    client.get().sendsSigned("a", 2);
    client.pass(Duration.ofDays(1));

    client.get().sendsUnsigned().receivesChallenge(digest("c")).receives(200).ends();
    client.get().sendsSigned("c", 2);
    client.get().sendsUnsigned();
  }
}
