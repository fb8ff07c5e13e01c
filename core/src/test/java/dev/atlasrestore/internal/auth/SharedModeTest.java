package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shared mode: all calls in flight use one nonce. Also the conditions that end shared mode. */
class SharedModeTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void callsInFlightShareTheNonceWithDifferentCounts() {
    client.remembering("n");
    AuthDialogue first = client.get().sendsSigned("n", 2);
    AuthDialogue second = client.get().sendsSigned("n", 3);

    second.receives(200).endsWith(200, 1);
    first.receives(200).endsWith(200, 1);
    client.get().sendsSigned("n", 4);
  }

  @Test
  void callWithoutReportedEndDoesNotBlockOthers() {
    client.remembering("n").get().sendsSigned("n", 2);

    client.get().sendsSigned("n", 3).receives(200).ends();
    client.get().sendsSigned("n", 4);
  }

  @ParameterizedTest
  @CsvSource({"0, true", "29999, true", "30000, false", "60000, false"})
  void refusalOfASharedNonceBefore30SecondsEndsSharedMode(long age, boolean exclusive) {
    client.remembering("1");

    refuseShared("1", Duration.ofMillis(age));

    expectExclusiveMode(exclusive);
  }

  @ParameterizedTest
  @CsvSource({"9999, true", "10000, false", "15000, false", "25000, false"})
  void refusalBeforeHalfTheLifetimeEndsSharedMode(long age, boolean exclusive) {
    client.rememberingAfterLifetime(Duration.ofSeconds(20));

    refuseShared("fresh", Duration.ofMillis(age));

    expectExclusiveMode(exclusive);
  }

  @ParameterizedTest
  @CsvSource({"29999, true", "30000, false", "49999, false"})
  void limitOf30SecondsHoldsWithLongerLifetimes(long age, boolean exclusive) {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));

    refuseShared("fresh", Duration.ofMillis(age));

    expectExclusiveMode(exclusive);
  }

  /** A lifetime below one second is not credible: such a nonce has reached its use limit. */
  @ParameterizedTest
  @CsvSource({"499, true", "500, false"})
  void limitIsHalfASecondWithShorterLifetimes(long age, boolean exclusive) {
    client.rememberingAfterLifetime(Duration.ofMillis(20));

    refuseShared("fresh", Duration.ofMillis(age));

    expectExclusiveMode(exclusive);
  }

  @Test
  void refusalOfAnUnsharedNonceKeepsSharedMode() {
    client
        .remembering("1")
        .get()
        .sendsSigned("1", 2)
        .receivesChallenge(digest("2"))
        .receives(200)
        .ends();

    expectExclusiveMode(false);
  }

  @Test
  void refusedAndRepeatedNonceIsNotShared() {
    client
        .get()
        .receivesChallenge(stale("n"))
        .receivesChallenge(stale("n"))
        .sendsSigned("n", 2)
        .receives(200)
        .ends();
    client.get().sendsSigned("n", 3).receivesChallenge(digest("m")).receives(200).ends();

    expectExclusiveMode(false);
  }

  @Test
  void discardedAndRepeatedNonceIsNotShared() {
    client.remembering("n").get().sendsSigned("n", 2).receivesInfo("rspauth=x").ends();
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 3)
        .receives(200)
        .ends();
    client.get().sendsSigned("n", 4).receivesChallenge(digest("m")).receives(200).ends();

    expectExclusiveMode(false);
  }

  @Test
  void signedRequestsStayBoundedWhenTheModeChanges() {
    AuthDialogue unlucky = client.get().receivesChallenge(stale("1")).receivesChallenge(stale("2"));
    unlucky.receivesChallenge(stale("3")).sendsSigned("3", 1);
    client.pass(ClientOnFakeClock.CLAIM);
    client.remembering("n");
    refuseShared("n", Duration.ZERO);

    unlucky.receivesChallenge(stale("4")).endsWith(401, 4);
  }

  @Test
  void nonceSharedOnceCountsAsShared() {
    client.remembering("1");
    AuthDialogue first = client.get().sendsSigned("1", 2);
    client.get().sendsSigned("1", 3).receives(200).ends();
    first.receives(200).ends();
    client.get().sendsSigned("1", 4).receivesChallenge(digest("2")).receives(200).ends();

    expectExclusiveMode(true);
  }

  @Test
  void secondRefusalOfOneNonceKeepsTheLifetime() {
    client.remembering("1");
    client.pass(Duration.ofSeconds(40));
    AuthDialogue first = client.get().sendsSigned("1", 2);
    AuthDialogue second = client.get().sendsSigned("1", 3);
    first.receivesChallenge(digest("2")).receives(200).ends();
    client.pass(Duration.ofSeconds(60));
    second.receivesChallenge(digest("3")).receives(200).ends();

    // The lifetime is 40 s and not 100 s, so "3" is renewed after 36 s.
    client.pass(Duration.ofMillis(36_001));
    client.get().sendsSigned("3", 2);
    client.get().sendsUnsigned();
  }

  /** The refused nonce comes from this call's own challenge. */
  @Test
  void refusalOfAFreshNonceKeepsSharedMode() {
    AuthDialogue first = client.get().receivesChallenge(stale("n"));
    client.pass(ClientOnFakeClock.CLAIM);
    AuthDialogue second = client.get().receivesChallenge(stale("n")).sendsSigned("n", 2);
    first
        .sendsSigned("n", 1)
        .receivesChallenge(stale("m"))
        .sendsSigned("m", 1)
        .receives(200)
        .ends();
    second.receivesChallenge(digest("x")).sendsUnsigned().receivesNothing().ends();

    expectExclusiveMode(false);
  }

  /** A service may send a 401 for a right key that lacks a permission. */
  @Test
  void refusalThatPersistsKeepsSharedMode() {
    client.remembering("n");
    AuthDialogue other = client.get().sendsSigned("n", 2);
    AuthDialogue forbidden =
        client.get("/forbidden").sendsSigned("n", 3).receivesChallenge(digest("c"));
    forbidden.sendsSigned("c", 1).receivesChallenge(digest("d")).sendsUnsigned();
    forbidden
        .receivesChallenge(digest("e"))
        .sendsSigned("e", 1)
        .receivesChallenge(digest("f"))
        .endsWith(401, 4);
    other.receives(200).ends();

    expectExclusiveMode(false);
  }

  /** Uses a new nonce in two calls at once, and refuses one of them at this age. */
  private void refuseShared(String nonce, Duration age) {
    client.get().sendsSigned(nonce, 2);
    AuthDialogue second = client.get().sendsSigned(nonce, 3);
    client.pass(age);
    second.receivesChallenge(digest("after")).sendsSigned("after", 1).receives(200).ends();
  }

  /** Checks whether each call in flight uses a nonce of its own from now on. */
  private void expectExclusiveMode(boolean exclusive) {
    client.get().receivesChallenge(digest("last")).sendsSigned("last", 1).receives(200).ends();
    client.get().sendsSigned("last", 2);
    if (exclusive) {
      client.get().sendsUnsigned();
      client.get().sendsUnsigned();
    } else {
      client.get().sendsSigned("last", 3);
    }
  }

  @Test
  void refusalOfAReplacedNonceEndsSharedMode() {
    client.remembering("1");
    AuthDialogue late = client.get().sendsSigned("1", 2);
    client.get().sendsSigned("1", 3).receivesInfo("nextnonce=\"2\"").ends();

    late.receivesChallenge(digest("3")).sendsSigned("3", 1).receives(200).endsWith(200, 2);

    client.get().sendsSigned("3", 2);
    client.get().sendsUnsigned();
  }
}
