package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests requests that are lost because the server closed a pooled connection: rule 1. */
class LostRequestTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void lostSignedRequestIsSentOnceMoreWithTheNextCount() {
    client.remembering("n");
    client
        .get()
        .sendsSigned("n", 2)
        .losesTheRequestOnAReusedConnection()
        .sendsSigned("n", 3)
        .receives(200)
        .endsWith(200, 2);
    client.get().sendsSigned("n", 4);
  }

  @Test
  void lostUnsignedRequestIsSentOnceMore() {
    client
        .get()
        .sendsUnsigned()
        .losesTheRequestOnAReusedConnection()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1)
        .losesTheRequestOnAReusedConnection()
        .sendsSigned("n", 2)
        .receives(200)
        .endsWith(200, 4);
  }

  @Test
  void callSendsAtMostTwoLostRequestsOnceMore() {
    client.remembering("n");
    AuthResult result =
        client
            .get()
            .sendsSigned("n", 2)
            .losesTheRequestOnAReusedConnection()
            .sendsSigned("n", 3)
            .losesTheRequestOnAReusedConnection()
            .sendsSigned("n", 4)
            .losesTheRequestOnAReusedConnection()
            .ends();
    assertThat(result)
        .isEqualTo(
            new AuthResult.Unanswered(AuthDialogue.CLOSED.withReusedConnection(true), 3, true));
  }

  @Test
  void lostRequestDoesNotCountAsASignedOne() {
    client.remembering("n");
    client
        .get()
        .sendsSigned("n", 2)
        .losesTheRequestOnAReusedConnection()
        .sendsSigned("n", 3)
        .receivesChallenge(digest("a"))
        .sendsSigned("a", 1)
        .losesTheRequestOnAReusedConnection()
        .sendsSigned("a", 2)
        .receivesChallenge(digest("b"))
        .sendsUnsigned();
  }

  @Test
  void requestLostOnANewConnectionIsNotSentOnceMore() {
    client.remembering("n");
    client.get().sendsSigned("n", 2).receivesNothing().ends();
  }

  @Test
  void timeoutOnAReusedConnectionIsNotSentOnceMore() {
    client.remembering("n");
    TransportFailure timeout = TransportFailure.unknown(Kind.TIMEOUT).withReusedConnection(true);
    assertThat(client.get().sendsSigned("n", 2).fails(timeout).ends())
        .isEqualTo(new AuthResult.Unanswered(timeout, 1, true));
  }

  @Test
  void nothingIsSentOnceMoreAtTheDeadline() {
    client.remembering("n");
    AuthDialogue call = client.getWithin(Duration.ofSeconds(1)).sendsSigned("n", 2);
    client.pass(Duration.ofSeconds(1));
    call.losesTheRequestOnAReusedConnection().ends();
  }
}
