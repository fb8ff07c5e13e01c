package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static dev.atlasrestore.internal.digest.Challenges.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiKey;
import dev.atlasrestore.internal.digest.Authorization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests calls that receive a 401 response to a signed request: dialogues 3, 4 and 5. */
class RefusalTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @ParameterizedTest
  @ValueSource(strings = {"stale=false", "stale=true", "x=y"})
  void refusedRememberedNonceIsReplaced(String stale) {
    client
        .remembering("old")
        .get()
        .sendsSigned("old", 2)
        .receivesChallenge(digest("new", stale))
        .sendsSigned("new", 1)
        .receives(200)
        .endsWith(200, 2);
    client.get().sendsSigned("new", 2);
  }

  @Test
  void wrongKeyCostsTwoRequests() {
    AuthResult.Answered result =
        client
            .get()
            .sendsUnsigned()
            .receivesChallenge(digest("1"))
            .sendsSigned("1", 1)
            .receivesChallenge(digest("2"))
            .endsWith(401, 2);

    assertThat(result.signed()).isTrue();
    assertThat(result.problem()).isEmpty();
  }

  @Test
  void withdrawnKeyCostsFourRequestsAndThenTwo() {
    client
        .remembering("old")
        .get()
        .sendsSigned("old", 2)
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(digest("2"))
        .sendsUnsigned()
        .receivesChallenge(digest("3"))
        .sendsSigned("3", 1)
        .receivesChallenge(digest("4"))
        .endsWith(401, 4);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("5"))
        .sendsSigned("5", 1)
        .receivesChallenge(digest("6"))
        .endsWith(401, 2);
  }

  @Test
  void wrongKeyLeavesNoNonce() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(digest("2"))
        .ends();

    client.get().sendsUnsigned();
  }

  @Test
  void staleFreshNonceIsReplaced() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(stale("2"))
        .sendsSigned("2", 1)
        .receives(200)
        .endsWith(200, 3);
    client.get().sendsSigned("2", 2);
  }

  @Test
  void twoStaleResponsesCostThreeRequests() {
    client
        .remembering("0")
        .get()
        .sendsSigned("0", 2)
        .receivesChallenge(stale("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(stale("2"))
        .sendsSigned("2", 1)
        .receives(200)
        .endsWith(200, 3);
  }

  @Test
  void endlessStaleEndsAfterThreeSignedRequests() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(stale("2"))
        .sendsSigned("2", 1)
        .receivesChallenge(stale("3"))
        .sendsSigned("3", 1)
        .receivesChallenge(stale("4"))
        .endsWith(401, 4);
  }

  @Test
  void endlessStaleEndsAfterThreeSignedRequestsWithARememberedNonce() {
    client
        .remembering("0")
        .get()
        .sendsSigned("0", 2)
        .receivesChallenge(stale("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(stale("2"))
        .sendsSigned("2", 1)
        .receivesChallenge(stale("3"))
        .endsWith(401, 3);
  }

  @Test
  void plainRefusalAfterStaleEndsTheCall() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesChallenge(stale("2"))
        .sendsSigned("2", 1)
        .receivesChallenge(digest("3"))
        .endsWith(401, 3);
  }

  @Test
  void repeatedRememberedNonceKeepsCounting() {
    client
        .remembering("n")
        .get()
        .sendsSigned("n", 2)
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 3)
        .receives(200)
        .endsWith(200, 2);
    client.get().sendsSigned("n", 4);
  }

  @Test
  void repeatedFreshNonceKeepsCounting() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(stale("n"))
        .sendsSigned("n", 1)
        .receivesChallenge(stale("n"))
        .sendsSigned("n", 2)
        .receivesChallenge(stale("n"))
        .sendsSigned("n", 3)
        .receivesChallenge(stale("n"))
        .endsWith(401, 4);
    client.get().sendsUnsigned().receivesChallenge(digest("n")).sendsSigned("n", 4);
  }

  @Test
  void repeatedNonceTakesTheNewParameters() {
    Authorization again =
        client.remembering("n").get().receivesChallenge(digest("n", "opaque=new")).authorization();

    assertThat(again.nc()).isEqualTo("00000003");
    assertThat(again.get("opaque")).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"m\", algorithm=SHA-1"})
  void status401WithoutDigestChallengeKeepsTheNonce(String field) {
    AuthResult.Answered result =
        client.remembering("n").get().sendsSigned("n", 2).receivesChallenge(field).endsWith(401, 1);

    assertThat(result.signed()).isTrue();
    assertThat(result.problem()).isNotEmpty();
    client.get().sendsSigned("n", 3);
  }

  @Test
  void status401WithoutChallengeForgetsAFreshNonce() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1)
        .receives(401)
        .endsWith(401, 2);

    client.get().sendsUnsigned();
  }

  @Test
  void refusalWithAnUnsupportedChallengeDropsTheNonce() {
    ClientOnFakeClock nonAscii =
        new ClientOnFakeClock(new ApiKey("Jäsøn", "p"), ClientOnFakeClock.TIMEOUT);
    nonAscii
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n", "charset=UTF-8"))
        .receives(200)
        .ends();

    AuthResult.Answered result =
        nonAscii.get().sendsSigned("n", 2).receivesChallenge(digest("m")).endsWith(401, 1);

    assertThat(result.problem()).contains("charset=UTF-8");
    nonAscii.get().sendsUnsigned();
  }

  @Test
  void lateRefusalOfAnOldNonceKeepsTheNewerOne() {
    client.remembering("1");
    AuthDialogue late = client.get().sendsSigned("1", 2);
    client
        .get()
        .sendsSigned("1", 3)
        .receivesChallenge(digest("2"))
        .sendsSigned("2", 1)
        .receives(200)
        .ends();

    late.receivesChallenge(digest("3")).sendsSigned("3", 1);

    client.get().sendsSigned("2", 2);
  }

  @Test
  void lateResponseDoesNotRestoreARefusedNonce() {
    client.remembering("1");
    AuthDialogue late = client.get().sendsSigned("1", 2);
    AuthDialogue later = client.get().sendsSigned("1", 3);
    client
        .get()
        .sendsSigned("1", 4)
        .receivesChallenge(digest("2"))
        .sendsSigned("2", 1)
        .receivesNothing()
        .ends();

    late.receives(200).endsWith(200, 1);
    later.receivesNothing().ends();

    client.get().sendsUnsigned();
  }
}
