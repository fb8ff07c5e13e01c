package dev.atlasrestore.internal.auth;

import static dev.atlasrestore.internal.digest.Challenges.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.HttpHeader;
import dev.atlasrestore.exchange.HttpRequest;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.digest.Authorization;
import dev.atlasrestore.internal.digest.CountingRandom;
import dev.atlasrestore.internal.digest.Reference;
import dev.atlasrestore.internal.digest.TestKey;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls in which no nonce is refused: dialogues 1 and 2. */
class DigestAuthFlowTest {

  private final ClientOnFakeClock client = new ClientOnFakeClock();

  @Test
  void onlyTheFirstRequestIsUnsigned() {
    client
        .get("/a")
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1)
        .receives(200)
        .endsWith(200, 2);
    client.get("/b?c=d").sendsSigned("n", 2).receives(200).endsWith(200, 1);
    client.get("/a").sendsSigned("n", 3).receives(200).endsWith(200, 1);
  }

  @Test
  void requestThatDidNotLeaveIsNotCounted() {
    DigestAuthFlow flow =
        new DigestAuthFlow(TestKey.KEY, new CountingRandom(), ClientOnFakeClock.TIMEOUT, 1000);
    Instant now = Instant.EPOCH;
    HttpRequest request = HttpRequest.get(URI.create("https://atlas.test/"));
    Step.Send<AuthResult> send =
        (Step.Send<AuthResult>) flow.start(request, now, now.plusSeconds(60));
    assertThat(flow.isUnused(now)).isFalse();

    Step<AuthResult> end =
        send.unanswered(TransportFailure.notSent(TransportFailure.Kind.REFUSED), now);

    AuthResult result = ((Step.Done<AuthResult>) end).value();
    assertThat(result.requests()).isZero();
    assertThat(flow.isUnused(now)).isTrue();
  }

  @Test
  void signedRequestKeepsTheTarget() {
    AuthDialogue call = client.get("/a%20b?c=%2F");
    HttpRequest unsigned = call.request();
    HttpRequest signed = call.receivesChallenge(digest("n")).request();

    assertThat(signed.uri()).isEqualTo(unsigned.uri());
    assertThat(signed.method()).isEqualTo("GET");
    assertThat(Authorization.in(signed).get("uri")).isEqualTo("/a%20b?c=%2F");
    assertThat(Authorization.in(signed).get("response"))
        .isEqualTo(Reference.response(Authorization.in(signed), TestKey.KEY, "GET"));
  }

  @Test
  void signedRequestReplacesAuthorizationAndKeepsOtherFields() {
    client.remembering("n");
    HttpHeader accept = new HttpHeader("Accept", "application/json");
    HttpHeader foreign = new HttpHeader("authorization", "Bearer foreign");
    HttpRequest request = HttpRequest.get(client.get().request().uri(), List.of(accept, foreign));

    HttpRequest sent = client.send(request).sendsSigned("n", 3).request();

    assertThat(sent.headers()).hasSize(2).contains(accept).doesNotContain(foreign);
  }

  @Test
  void requestSignedAgainHasOneAuthorization() {
    AuthDialogue call =
        client.remembering("n").get().sendsSigned("n", 2).receivesChallenge(digest("m"));

    assertThat(call.request().headers()).hasSize(1);
  }

  @Test
  void unchallengedRequestStaysUnsigned() {
    assertThat(client.get().sendsUnsigned().receives(200).endsWith(200, 1).signed()).isFalse();
    assertThat(client.get().sendsUnsigned().receives(200).endsWith(200, 1).problem()).isEmpty();
  }

  @Test
  void resultSaysThatTheRequestWasSigned() {
    AuthDialogue call =
        client
            .get()
            .sendsUnsigned()
            .receivesChallenge(digest("n"))
            .sendsSigned("n", 1)
            .receives(200);

    assertThat(call.endsWith(200, 2).signed()).isTrue();
    assertThat(call.endsWith(200, 2).problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 301, 307, 400, 403, 404, 407, 429, 500, 503})
  void everyStatusExcept401EndsTheCallAndKeepsTheNonce(int status) {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1)
        .receives(status)
        .endsWith(status, 2);
    client.get().sendsSigned("n", 2).receives(status).endsWith(status, 1);
  }

  @Test
  void status407GetsNoCredentials() {
    client
        .get()
        .sendsUnsigned()
        .receives(407, List.of(new HttpHeader("Proxy-Authenticate", digest("n"))))
        .endsWith(407, 1);
    client
        .get()
        .sendsUnsigned()
        .receives(407, List.of(new HttpHeader("WWW-Authenticate", digest("n"))))
        .endsWith(407, 1);
  }

  @Test
  void challengeInAnotherStatusIsIgnored() {
    client
        .get()
        .sendsUnsigned()
        .receives(403, List.of(new HttpHeader("WWW-Authenticate", digest("n"))))
        .endsWith(403, 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic realm=\"x\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-1",
        "Digest realm=\"r\"",
        "Digest realm=\"r\", nonce=\"n",
      })
  void unsupportedChallengeEndsTheCallWithAReason(String field) {
    AuthResult.Answered result =
        client.get().sendsUnsigned().receivesChallenge(field).endsWith(401, 1);

    assertThat(result.signed()).isFalse();
    assertThat(result.problem()).isNotEmpty();
    client.get().sendsUnsigned();
  }

  @Test
  void strongestChallengeOfAllFieldsIsAnswered() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge("Basic realm=x", digest("weak"), digest("strong", "algorithm=SHA-256"))
        .sendsSigned("strong", 1);
  }

  @Test
  void everyRequestHasATimeoutAndABodyLimit() {
    AuthDialogue call = client.get();
    assertThat(call.send().timeout()).isEqualTo(ClientOnFakeClock.TIMEOUT);
    assertThat(call.send().maxBodyBytes()).isEqualTo(ClientOnFakeClock.MAX_BODY_BYTES);

    call.receivesChallenge(digest("n"));
    assertThat(call.send().timeout()).isEqualTo(ClientOnFakeClock.TIMEOUT);
    assertThat(call.send().maxBodyBytes()).isEqualTo(ClientOnFakeClock.MAX_BODY_BYTES);
  }

  @Test
  void missingResponseEndsTheCall() {
    assertThat(client.get().sendsUnsigned().receivesNothing().ends())
        .isEqualTo(new AuthResult.Unanswered(AuthDialogue.CLOSED, 1, false));
    assertThat(client.get().sendsUnsigned().receivesChallenge(digest("n")).receivesNothing().ends())
        .isEqualTo(new AuthResult.Unanswered(AuthDialogue.CLOSED, 2, true));
  }

  @Test
  void rememberedNonceWithoutResponseKeepsCounting() {
    client.remembering("n").get().sendsSigned("n", 2).receivesNothing().ends();

    client.get().sendsSigned("n", 3);
  }

  @Test
  void nonceWithoutAcceptanceIsNotRemembered() {
    client
        .get()
        .sendsUnsigned()
        .receivesChallenge(digest("n"))
        .sendsSigned("n", 1)
        .receivesNothing()
        .ends();

    client.get().sendsUnsigned().receivesChallenge(digest("n")).sendsSigned("n", 2);
  }

  @Test
  void hugeNonceIsNotRemembered() {
    client
        .get()
        .receivesChallenge("Digest realm=\"r\", nonce=\"" + "n".repeat(65_536) + "\"")
        .endsWith(401, 1);
    client
        .get()
        .receivesChallenge(digest("n"))
        .receivesInfo("nextnonce=" + "n".repeat(65_536))
        .endsWith(200, 2);
    client.get().sendsSigned("n", 2);
  }
}
