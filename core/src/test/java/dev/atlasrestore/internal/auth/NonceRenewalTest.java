package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One call replaces a shared nonce before it expires. The other calls continue to share it. */
class NonceRenewalTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void oneCallRenewsAfter90PercentOfTheLifetime() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(90));
    client.get().sendsSigned("fresh", 2);
    client.get().sendsSigned("fresh", 3);
    client.pass(Duration.ofMillis(1));

    AuthDialogue renewing = client.get().sendsUnsigned();
    client.get().sendsSigned("fresh", 4);
    renewing.receivesChallenge(digest("renewed")).sendsSigned("renewed", 1);
    client.get().sendsSigned("fresh", 5);
    renewing.receives(200).endsWith(200, 2);

    client.get().sendsSigned("renewed", 2);
  }

  @Test
  void singleCallDoesNotRenew() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(99));

    client.get().sendsSigned("fresh", 2).receives(200).endsWith(200, 1);
  }

  @Test
  void failedRenewalIsRepeatedByTheNextCall() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(91));
    client.get().sendsSigned("fresh", 2);
    client.get().sendsUnsigned().receivesNothing().ends();

    client.get().sendsUnsigned();
    client.get().sendsSigned("fresh", 3);
  }

  @Test
  void cancelledRenewalIsRepeatedAtOnce() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(91));
    client.get().sendsSigned("fresh", 2);
    client.get().sendsUnsigned().isCancelled();

    client.get().sendsUnsigned();
  }

  @Test
  void renewalWithoutReportedEndIsRepeatedAfterItsClaim() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(91));
    client.get().sendsSigned("fresh", 2);
    client.get().sendsUnsigned();
    client.pass(ClientOnFakeClock.CLAIM.minusNanos(1));
    client.get().sendsSigned("fresh", 3);
    client.pass(Duration.ofNanos(1));

    client.get().sendsUnsigned();
  }

  @Test
  void acceptanceAtAHigherAgeRaisesTheLifetime() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(200));
    client.get().sendsSigned("fresh", 2).receives(200).ends();
    renewTo("later");
    client.pass(Duration.ofMinutes(3));

    client.get().sendsSigned("later", 2);
    client.get().sendsSigned("later", 3);
    client.pass(Duration.ofMillis(1));
    client.get().sendsUnsigned();
  }

  @Test
  void refusalAtAHigherAgeKeepsTheLifetime() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(200));
    client.get().sendsSigned("fresh", 2).receivesChallenge(digest("later")).receives(200).ends();
    client.pass(Duration.ofMillis(90_001));

    client.get().sendsSigned("later", 2);
    client.get().sendsUnsigned();
  }

  @Test
  void acceptanceAtALowerAgeKeepsTheLifetime() {
    client.rememberingAfterLifetime(Duration.ofSeconds(100));
    client.pass(Duration.ofSeconds(50));
    client.get().sendsSigned("fresh", 2).receives(200).ends();
    client.pass(Duration.ofSeconds(40));

    client.get().sendsSigned("fresh", 3);
    client.get().sendsSigned("fresh", 4);
  }

  @Test
  void nonceIsDroppedAfter1000Uses() {
    client.remembering("n");
    use("n", 2, 1000);

    client.get().sendsUnsigned().receivesChallenge(digest("m")).receives(200).endsWith(200, 2);
    client.get().sendsSigned("m", 2);
  }

  @Test
  void repeatedNonceIsGoodForAnother1000Uses() {
    client.remembering("n");
    use("n", 2, 1000);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1001)
        .receives(200)
        .endsWith(200, 2);
    use("n", 1002, 2000);

    client.get().sendsUnsigned();
  }

  @Test
  void repeatedNextnonceIsGoodForAnother1000Uses() {
    client.remembering("n");
    use("n", 2, 1000);
    client
        .get()
        .receivesChallenge(digest("m"))
        .sendsSigned("m", 1)
        .receivesInfo("nextnonce=\"n\"")
        .ends();
    use("n", 1001, 2000);

    client.get().sendsUnsigned();
  }

  @Test
  void oneCallRenewsAfter900Uses() {
    client.remembering("n");
    use("n", 2, 898);
    client.get().sendsSigned("n", 899);
    client.get().sendsSigned("n", 900);

    AuthDialogue renewing = client.get().sendsUnsigned();
    client.get().sendsSigned("n", 901);
    renewing.receivesChallenge(digest("m")).receives(200).ends();

    client.get().sendsSigned("m", 2);
  }

  @Test
  void usedUpNonceMakesCallsWait() {
    client.remembering("n");
    use("n", 2, 1000);

    client.get().sendsUnsigned();
    client.get().pausesFor(5);
  }

  private void use(String nonce, int from, int to) {
    for (int count = from; count <= to; count++) {
      client.get().sendsSigned(nonce, count).receives(200).endsWith(200, 1);
    }
  }

  private void renewTo(String nonce) {
    client.get().receivesChallenge(digest(nonce)).sendsSigned(nonce, 1).receives(200).ends();
  }
}
