package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.internal.digest.Reference;
import dev.atlasrestore.internal.digest.TestKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how a call uses {@code Authentication-Info}. */
class AuthenticationInfoFlowTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void nextnonceIsUsedFromCount1() {
    client
        .get()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesInfo("nextnonce=\"2\"")
        .ends();
    client.get().sendsSigned("2", 1).receivesInfo("nextnonce=\"3\"").endsWith(200, 1);
    client.get().sendsSigned("3", 1).receives(200).ends();
    client.get().sendsSigned("3", 2);
  }

  @Test
  void nextnonceEqualToTheCurrentNonceKeepsCounting() {
    client
        .get()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesInfo("nextnonce=\"1\"")
        .ends();
    client.get().sendsSigned("1", 2).receivesInfo("nextnonce=\"1\"").ends();
    client.get().sendsSigned("1", 3);
  }

  @Test
  void missingNextnonceKeepsTheNonce() {
    client.get().receivesChallenge(digest("1")).sendsSigned("1", 1).receivesInfo("qop=auth").ends();
    client.get().sendsSigned("1", 2);
  }

  @Test
  void nextnonceOfAFailureIsUsed() {
    client
        .get()
        .receivesChallenge(digest("1"))
        .receives(503, List.of(new HttpHeader("authentication-info", "nextnonce=\"2\"")))
        .endsWith(503, 2);
    client.get().sendsSigned("2", 1);
  }

  @Test
  void nonceUsedBeforeKeepsCounting() {
    client
        .get()
        .receivesChallenge(digest("1"))
        .sendsSigned("1", 1)
        .receivesInfo("nextnonce=\"2\"")
        .ends();
    client.get().sendsSigned("2", 1).receivesInfo("nextnonce=\"3\"").ends();
    client.get().sendsSigned("3", 1).receivesChallenge(digest("2")).sendsSigned("2", 2);
  }

  @Test
  void lateResponseDoesNotRestoreAReplacedNonce() {
    client.remembering("1");
    AuthDialogue late = client.get().sendsSigned("1", 2);
    client.get().sendsSigned("1", 3).receivesInfo("nextnonce=\"2\"").ends();

    late.receives(200).ends();

    client.get().sendsSigned("2", 1);
  }

  @Test
  void newestNextnonceIsUsed() {
    client.remembering("1");
    AuthDialogue first = client.get().sendsSigned("1", 2);
    AuthDialogue second = client.get().sendsSigned("1", 3);
    client.pass(Duration.ofMillis(1));
    first.receivesInfo("nextnonce=\"2\"").ends();
    client.pass(Duration.ofMillis(1));
    second.receivesInfo("nextnonce=\"3\"").ends();

    client.get().sendsSigned("3", 1);
  }

  @Test
  void olderNonceDoesNotReplaceANewerOne() {
    AuthDialogue slow = client.get().receivesChallenge(digest("slow"));
    client.pass(ClientOnFakeClock.CLAIM);
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("quick"))
        .sendsSigned("quick", 1)
        .receives(200)
        .ends();

    slow.sendsSigned("slow", 1).receives(200).endsWith(200, 2);

    client.get().sendsSigned("quick", 2);
  }

  @Test
  void rightRspauthKeepsTheNonce() {
    AuthDialogue call = client.get("/a?b=c").receivesChallenge(digest("1"));

    call.receivesInfo("rspauth=\"" + Reference.rspauth(call.authorization(), TestKey.KEY) + "\"");

    call.endsWith(200, 2);
    client.get().sendsSigned("1", 2);
  }

  @Test
  void missingRspauthKeepsTheNonce() {
    client.get().receivesChallenge(digest("1")).receivesInfo("qop=auth, nc=1").endsWith(200, 2);
    client.get().sendsSigned("1", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rspauth=\"\"", "rspauth=\"0123\"", "RSPAUTH=0123, nextnonce=\"2\""})
  void wrongRspauthEndsTheCallAndDropsTheNonce(String info) {
    assertThat(client.get().receivesChallenge(digest("1")).receivesInfo(info).ends())
        .isEqualTo(new AuthResult.ServerNotAuthenticated(200, 2));
    client.get().sendsUnsigned();
  }

  @Test
  void wrongRspauthDropsARememberedNonce() {
    client.remembering("1");

    assertThat(client.get().sendsSigned("1", 2).receivesInfo("rspauth=\"x\"").ends())
        .isEqualTo(new AuthResult.ServerNotAuthenticated(200, 1));
    client.get().sendsUnsigned();
  }

  @Test
  void authenticationInfoOfAnUnsignedRequestIsIgnored() {
    client.get().sendsUnsigned().receivesInfo("rspauth=\"x\", nextnonce=\"2\"").endsWith(200, 1);
    client.get().sendsUnsigned();
  }
}
