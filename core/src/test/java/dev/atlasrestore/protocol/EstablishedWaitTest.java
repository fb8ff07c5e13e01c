package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.REF;
import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.protocol.Client.CHALLENGE;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.AccessDeniedException;
import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.AuthenticationException;
import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.DeadlineExceededException;
import dev.atlasrestore.DecodingException;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobNotFoundException;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Dialogue;
import dev.atlasrestore.exchange.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which failures end a wait before and after its first successful poll: rules 30 and 31. */
class EstablishedWaitTest {

  private static final String STALE = CHALLENGE.replace("stale=false", "stale=true");
  private static final String LOGIN_PAGE = "<html>Log in</html>";
  private static final String SERVICE_ERROR = "error RESTORE_JOB_NOT_FOUND; no such job";
  private static final AtlasConfig ONE_ATTEMPT = config().withRetry(RetryPolicy.none());

  /** A wait that has read the job once, with a remembered nonce, and is about to poll again. */
  private static Dialogue<RestoreJob> established() {
    return established(ONE_ATTEMPT);
  }

  private static Dialogue<RestoreJob> established(AtlasConfig config) {
    return Client.await(config).answer(401, "", CHALLENGE).answer(200, "IN_PROGRESS").elapse();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 204, 206, 301, 302, 304, 400, 402, 403, 404, 405, 407, 409, 410, 418, 451, 501, 505,
        511, 599
      })
  void responseOfAnotherServerDoesNotEndAnEstablishedWait(int status) {
    established()
        .answer(status, LOGIN_PAGE)
        .elapse()
        .answer(status, "")
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 403, 404, 501})
  void retryAfterOfAnotherServerDoesNotDelayAnEstablishedWait(int status) {
    established()
        .answer(status, LOGIN_PAGE, "Retry-After: 86400")
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
  }

  @Test
  void response401WithoutADigestChallengeDoesNotEndAnEstablishedWait() {
    Dialogue<RestoreJob> dialogue = established();
    for (int i = 0; i < 5; i++) {
      dialogue.answer(401, LOGIN_PAGE, "WWW-Authenticate: Basic realm=\"proxy\"").elapse();
    }
    dialogue.answer(200, "FINISHED").expectDone();
  }

  @ParameterizedTest
  @CsvSource({"302", "407", "511"})
  void errorThatOnlyAProxySendsDoesNotEndAnEstablishedWait(int status) {
    established().answer(status, SERVICE_ERROR).elapse().answer(200, "FINISHED").expectDone();
  }

  @Test
  void documentThatIsNoJobDoesNotEndAnEstablishedWait() {
    established().answer(200, "error X").elapse().answer(200, "FINISHED").expectDone();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_CLOSED")
  void transportFailureDoesNotEndAnEstablishedWait(Kind kind) {
    established()
        .fail(TransportFailure.unknown(kind))
        .elapse()
        .fail(TransportFailure.notSent(kind))
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 407, 502})
  void refusalByAProxyDoesNotEndAnEstablishedWait(int status) {
    established()
        .fail(TransportFailure.refusedByProxy(status, new IOException("x")))
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
  }

  @Test
  void closedClientEndsAnEstablishedWait() {
    established()
        .fail(TransportFailure.notSent(Kind.CLIENT_CLOSED))
        .expectFailed(TransportException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, dev.atlasrestore.ApiException",
    "402, dev.atlasrestore.ApiException",
    "403, dev.atlasrestore.AccessDeniedException",
    "404, dev.atlasrestore.RestoreJobNotFoundException",
    "409, dev.atlasrestore.ApiException",
    "410, dev.atlasrestore.ApiException",
    "501, dev.atlasrestore.ApiException"
  })
  void refusalOfTheServiceEndsAnEstablishedWait(int status, Class<? extends AtlasException> type) {
    established().answer(status, "error X; gone").expectFailed(type);
  }

  @Test
  void missingPermissionEndsAnEstablishedWait() {
    established()
        .answer(401, "error NOT_IN_GROUP; no role")
        .expectFailed(AccessDeniedException.class);
  }

  @Test
  void serverWithAWrongRspauthEndsAnEstablishedWait() {
    AuthenticationException e =
        established()
            .answer(200, "FINISHED", "Authentication-Info: rspauth=\"00\", qop=auth")
            .expectFailed(AuthenticationException.class);
    assertThat(e.reason()).isEqualTo(Reason.SERVER_NOT_AUTHENTICATED);
  }

  @Test
  void deadlineHoldsAndNamesTheLastFailure() {
    AtlasConfig config =
        ONE_ATTEMPT.withPoll(PollPolicy.every(ofSeconds(4)).withDeadline(ofSeconds(10)));
    Dialogue<RestoreJob> dialogue = established(config);
    while (!(dialogue.step() instanceof Step.Failed)) {
      if (dialogue.step() instanceof Step.Send) {
        dialogue.answer(404, LOGIN_PAGE);
      } else {
        dialogue.elapse();
      }
    }
    DeadlineExceededException e = dialogue.expectFailed(DeadlineExceededException.class);
    assertThat(e)
        .hasCauseExactlyInstanceOf(RestoreJobNotFoundException.class)
        .hasMessageContaining("the last poll failed")
        .hasMessageContaining("status 404");
  }

  @Test
  void thirdPollInARowThatRefusesTheKeyEndsAnEstablishedWait() {
    Dialogue<RestoreJob> dialogue = established();
    refused(dialogue, 4);
    dialogue.elapse();
    refused(dialogue, 2);
    dialogue.elapse();
    for (int request = 0; request < 2; request++) {
      dialogue.answer(401, "error ; Bad credentials", CHALLENGE);
    }
    AuthenticationException e = dialogue.expectFailed(AuthenticationException.class);
    assertThat(e.reason()).isEqualTo(Reason.KEY_REFUSED);
    assertThat(e).hasMessageContaining("Bad credentials");
  }

  @Test
  void successfulPollEndsTheRowOfRefusals() {
    Dialogue<RestoreJob> dialogue = established();
    for (int i = 0; i < 5; i++) {
      refused(dialogue, 4);
      dialogue.elapse();
      refused(dialogue, 2);
      dialogue.elapse().answer(401, "", CHALLENGE).answer(200, "IN_PROGRESS").elapse();
    }
    dialogue.answer(200, "FINISHED").expectDone();
  }

  @Test
  void otherFailureEndsTheRowOfRefusals() {
    Dialogue<RestoreJob> dialogue = established();
    refused(dialogue, 4);
    dialogue.elapse();
    refused(dialogue, 2);
    dialogue.elapse().answer(503, "").elapse();
    refused(dialogue, 2);
    dialogue.elapse();
    refused(dialogue, 2);
    assertThat(dialogue.expectPause()).isPositive();
  }

  /** Refuses the key until the poll ends, after this many requests. */
  private static void refused(Dialogue<RestoreJob> dialogue, int requests) {
    for (int i = 0; i < requests; i++) {
      dialogue.expectSend();
      dialogue.answer(401, "", CHALLENGE);
    }
    dialogue.expectPause();
  }

  @Test
  void keyThatNeverWorkedEndsAWaitAfterTwoRequests() {
    Client.await(ONE_ATTEMPT)
        .answer(401, "", CHALLENGE)
        .answer(401, "", CHALLENGE)
        .expectFailed(AuthenticationException.class);
  }

  @Test
  void keyThatHasWorkedIsRefusedTwiceBeforeAGetFails() {
    RestoreJobCalls client = Client.of(config());
    Dialogue.of(client.get(REF)).answer(401, "", CHALLENGE).answer(200, "FINISHED").expectDone();
    Dialogue<RestoreJob> dialogue = Dialogue.of(client.get(REF));
    for (int request = 0; request < 4; request++) {
      dialogue.answer(401, "", CHALLENGE);
    }
    dialogue.expectFailed(AuthenticationException.class);
  }

  @Test
  void staleNoncesAreRetriedInAGetAndEndWithTheirReason() {
    Dialogue<RestoreJob> dialogue = Client.get(config());
    for (int attempt = 1; attempt <= 3; attempt++) {
      dialogue.answer(401, "", CHALLENGE);
      for (int signed = 0; signed < 3; signed++) {
        dialogue.answer(401, "", STALE);
      }
      if (attempt < 3) {
        assertThat(dialogue.expectPause()).isEqualTo(ofMillis(250L * attempt));
        dialogue.elapse();
      }
    }
    AuthenticationException e = dialogue.expectFailed(AuthenticationException.class);
    assertThat(e.reason()).isEqualTo(Reason.STALE_NONCE);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e)
        .hasMessageContaining("nonce")
        .hasMessageNotContaining("check the public and the private key");
  }

  @Test
  void staleNoncesDoNotEndAWait() {
    Dialogue<RestoreJob> dialogue = Client.await(ONE_ATTEMPT);
    for (int poll = 0; poll < 5; poll++) {
      dialogue.answer(401, "", CHALLENGE);
      for (int signed = 0; signed < 3; signed++) {
        dialogue.answer(401, "", STALE);
      }
      dialogue.elapse();
    }
    dialogue.answer(401, "", CHALLENGE).answer(200, "FINISHED").expectDone();
  }

  @Test
  void unknownHostIsRetriedInAGetAndInTheFirstPoll() {
    TransportFailure unknown = TransportFailure.notSent(Kind.UNKNOWN_HOST);
    for (Dialogue<RestoreJob> dialogue : List.of(Client.get(config()), Client.await(config()))) {
      dialogue.fail(unknown).elapse().fail(unknown).elapse().answer(200, "FINISHED").expectDone();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"REFUSED", "UNKNOWN_HOST", "TIMEOUT", "CLOSED", "TRUNCATED", "POOL_EXHAUSTED"})
  void waitWithoutAnyResponseFailsLikeAGet(Kind kind) {
    TransportFailure failure = TransportFailure.notSent(kind);
    for (Dialogue<RestoreJob> dialogue : List.of(Client.get(config()), Client.await(config()))) {
      dialogue.fail(failure).elapse().fail(failure).elapse().fail(failure);
      TransportException e = dialogue.expectFailed(TransportException.class);
      assertThat(e.failure()).isSameAs(failure);
      assertThat(e.attempts()).isEqualTo(3);
    }
  }

  @Test
  void waitWithoutAnyResponseFailsAtTheCallTimeout() {
    AtlasConfig config = config().withTimeouts(Timeouts.defaults().withCall(ofSeconds(40)));
    Dialogue<RestoreJob> dialogue = Client.await(config).timeOut().elapse().timeOut();
    TransportException e = dialogue.expectFailed(TransportException.class);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(40));
  }

  @Test
  void waitThatGotAnyResponseContinues() {
    TransportFailure refused = TransportFailure.notSent(Kind.REFUSED);
    Client.await(config())
        .answer(503, "")
        .elapse()
        .fail(refused)
        .elapse()
        .fail(refused)
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
    Client.await(ONE_ATTEMPT)
        .answer(401, "", CHALLENGE)
        .fail(refused)
        .elapse()
        .fail(refused)
        .elapse()
        .answer(200, "FINISHED")
        .expectDone();
  }

  @Test
  void getThatRunsOutOfTimeKeepsTheLastFailureAsItsCause() {
    AtlasConfig config = config().withTimeouts(Timeouts.defaults().withCall(ofSeconds(20)));
    List<TransportException> timeouts = new ArrayList<>();
    timeouts.add(
        Client.get(config)
            .answer(503, "error BUSY")
            .elapse()
            .answer(503, "error BUSY")
            .elapse()
            .timeOut()
            .expectFailed(TransportException.class));
    timeouts.add(
        Client.get(config)
            .answer(503, "error BUSY")
            .elapse(ofSeconds(21))
            .expectFailed(TransportException.class));
    for (TransportException e : timeouts) {
      assertThat(e.failure().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("call timeout of 20 s").hasMessageContaining("503");
      ApiException cause = (ApiException) e.getCause();
      assertThat(cause.status()).isEqualTo(503);
      assertThat(cause.errorCode()).contains("BUSY");
      assertThat(cause.attempts()).isEqualTo(e.attempts());
    }
  }

  @Test
  void deadlineOfAWaitKeepsTheLastFailureAsItsCause() {
    AtlasConfig config =
        config().withPoll(PollPolicy.every(ofSeconds(60)).withDeadline(ofSeconds(20)));
    DeadlineExceededException cutAttempt =
        Client.await(config)
            .answer(503, "error BUSY")
            .elapse()
            .timeOut()
            .expectFailed(DeadlineExceededException.class);
    DeadlineExceededException cutPoll =
        Client.await(config.withRetry(RetryPolicy.none()))
            .answer(503, "error BUSY")
            .elapse()
            .timeOut()
            .expectFailed(DeadlineExceededException.class);
    for (DeadlineExceededException e : List.of(cutAttempt, cutPoll)) {
      assertThat(e.elapsed()).isEqualTo(ofSeconds(20));
      assertThat(e).hasMessageContaining("status 503");
      assertThat(((ApiException) e.getCause()).errorCode()).contains("BUSY");
    }
  }

  @Test
  void firstPollThatIsNoJobEndsTheWait() {
    Client.await(ONE_ATTEMPT).answer(200, LOGIN_PAGE).expectFailed(DecodingException.class);
    Client.await(ONE_ATTEMPT.withPoll(PollPolicy.defaults().withDeadline(ofHours(1))))
        .answer(404, LOGIN_PAGE)
        .expectFailed(RestoreJobNotFoundException.class);
  }

  @Test
  void lostRequestIsSentOnceMoreWithoutAnotherAttempt() {
    TransportFailure lost = TransportFailure.unknown(Kind.CLOSED).withReusedConnection(true);
    Client.get(ONE_ATTEMPT)
        .answer(401, "", CHALLENGE)
        .fail(lost)
        .answer(200, "FINISHED")
        .expectDone();
  }
}
