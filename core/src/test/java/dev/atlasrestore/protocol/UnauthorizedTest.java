package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.Client.CHALLENGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiKey;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Samples;
import dev.atlasrestore.exchange.Dialogue;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the outcome of a 401: rules 13, 14 and 26 of the contract. */
class UnauthorizedTest {

  private static Dialogue<RestoreJob> get() {
    return Client.get(config());
  }

  @Test
  void firstRequestIsUnsignedAndTheSecondAnswersTheChallenge() {
    Dialogue<RestoreJob> dialogue = get();
    assertThat(dialogue.expectSend().headers()).noneMatch(h -> h.is("Authorization"));
    dialogue.answer(401, "", CHALLENGE);
    assertThat(dialogue.expectSend().headers()).filteredOn(h -> h.is("Authorization")).hasSize(1);
    dialogue.answer(200, "FINISHED");
    assertThat(dialogue.expectDone().status().isSuccess()).isTrue();
  }

  @Test
  void wrongKeyCostsExactlyTwoRequests() {
    AuthenticationException e =
        get()
            .answer(401, "", CHALLENGE)
            .after(Duration.ofSeconds(1))
            .answer(401, "error ; Bad credentials", CHALLENGE)
            .expectFailed(AuthenticationException.class);
    assertThat(e)
        .hasMessageContaining("127.0.0.1:8080")
        .hasMessageContaining("401")
        .hasMessageContaining("check the public and the private key")
        .hasMessageContaining("Bad credentials");
    assertThat(e.detail()).contains("Bad credentials");
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.reason()).isEqualTo(Reason.KEY_REFUSED);
    assertThat(e.status()).isEqualTo(401);
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP"})
  void signed401WithAPermissionCodeIsAccessDenied(String code) {
    AccessDeniedException e =
        get()
            .answer(401, "", CHALLENGE)
            .answer(401, "error " + code + "; Not yours; Unauthorized; g", CHALLENGE)
            .expectFailed(AccessDeniedException.class);
    assertThat(e.status()).isEqualTo(401);
    assertThat(e.errorCode()).contains(code);
    assertThat(e.detail()).contains("Not yours");
    assertThat(e.reason()).contains("Unauthorized");
    assertThat(e.parameters()).containsExactly("g");
    assertThat(e).hasMessageContaining(code).hasMessageContaining("role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP"})
  void unsigned401IsAnAuthenticationFailure(String code) {
    AuthenticationException e =
        get().answer(401, "error " + code).expectFailed(AuthenticationException.class);
    assertThat(e.errorCode()).contains(code);
  }

  @Test
  void signed401WithAnotherCodeIsAnAuthenticationFailure() {
    AuthenticationException e =
        get()
            .answer(401, "", CHALLENGE)
            .answer(401, "error RESOURCE_NOT_FOUND", CHALLENGE)
            .expectFailed(AuthenticationException.class);
    assertThat(e.errorCode()).contains("RESOURCE_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: y | no challenge",
        "WWW-Authenticate: Basic realm=\"x\" | no Digest",
        "WWW-Authenticate: Digest realm=\"x\", nonce=\"n\", algorithm=MD6 | cannot be used",
        "WWW-Authenticate: Digest realm=\"x\" | cannot be used"
      })
  void response401WithoutASupportedChallengeCostsOneRequestAndNamesTheReason(
      String header, String reason) {
    AuthenticationException e =
        get().answer(401, "", header).expectFailed(AuthenticationException.class);
    assertThat(e).hasMessageContaining(reason);
    assertThat(e.reason()).isEqualTo(Reason.NO_SUPPORTED_CHALLENGE);
  }

  @Test
  void userNameThatTheChallengeCannotEncodeIsTheReason() {
    ApiKey key = new ApiKey("b\u00fccher", "secret");
    AuthenticationException e =
        Dialogue.of(Client.of(AtlasConfig.of(config().baseUri(), key)).get(Samples.REF))
            .answer(401, "", CHALLENGE)
            .expectFailed(AuthenticationException.class);
    assertThat(e).hasMessageContaining("charset=UTF-8");
    assertThat(e.reason()).isEqualTo(Reason.USER_NAME_NOT_ENCODABLE);
  }

  @Test
  void challengesThatStayStaleAreTheReason() {
    String stale = CHALLENGE.replace("stale=false", "stale=true");
    AuthenticationException e =
        Client.get(config().withRetry(RetryPolicy.none()))
            .answer(401, "", CHALLENGE)
            .answer(401, "", stale)
            .answer(401, "", stale)
            .answer(401, "", stale)
            .expectFailed(AuthenticationException.class);
    assertThat(e).hasMessageContaining("stale").hasMessageContaining("try again later");
    assertThat(e.reason()).isEqualTo(Reason.STALE_NONCE);
  }

  @Test
  void serverWithAWrongRspauthIsNotTrusted() {
    AuthenticationException e =
        get()
            .answer(401, "", CHALLENGE)
            .answer(200, "FINISHED", "Authentication-Info: rspauth=\"00\", qop=auth")
            .expectFailed(AuthenticationException.class);
    assertThat(e).hasMessageContaining("rspauth").hasMessageContaining("127.0.0.1:8080");
    assertThat(e.reason()).isEqualTo(Reason.SERVER_NOT_AUTHENTICATED);
    assertThat(e.status()).isEqualTo(200);
  }

  @Test
  void inner401IsAnAuthenticationOrPermissionFailure() {
    assertThat(
            get().answer(200, "envelope 401 error X").expectFailed(AuthenticationException.class))
        .hasMessageMatching(".*status 401: \\w.*");
    assertThat(
            get()
                .answer(401, "", CHALLENGE)
                .answer(200, "envelope 401 error NOT_IN_GROUP")
                .expectFailed(AccessDeniedException.class)
                .status())
        .isEqualTo(401);
  }
}
