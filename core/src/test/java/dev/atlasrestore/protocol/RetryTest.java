package dev.atlasrestore.protocol;

import static dev.atlasrestore.Samples.config;
import static dev.atlasrestore.exchange.Dialogue.response;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atlasrestore.ApiException;
import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.Chance;
import dev.atlasrestore.RateLimitedException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.Timeouts;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.TransportFailure.Kind;
import dev.atlasrestore.exchange.Dialogue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests retries within one get: rules 1 to 8 and 17 to 19 of the contract. */
class RetryTest {

  private static final String NONE = "X: y";

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void transientStatusIsRetriedAfterABackOff(int status) {
    Dialogue<RestoreJob> dialogue = Client.get(config());
    var first = dialogue.expectSend();
    dialogue.answer(status, "");
    assertThat(dialogue.expectPause()).isEqualTo(ofMillis(250));
    dialogue.elapse();
    assertThat(dialogue.expectSend()).isEqualTo(first);
    dialogue.answer(status, "");
    assertThat(dialogue.expectPause()).isEqualTo(ofMillis(500));
    dialogue.elapse().answer(200, "FINISHED").expectDone();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"REFUSED", "TIMEOUT", "CLOSED", "TRUNCATED", "POOL_EXHAUSTED", "UNKNOWN_HOST"})
  void transientTransportFailureIsRetriedAfterABackOff(Kind kind) {
    Dialogue<RestoreJob> dialogue = Client.get(config()).fail(TransportFailure.unknown(kind));
    assertThat(dialogue.expectPause()).isEqualTo(ofMillis(250));
    dialogue.elapse().answer(200, "FINISHED").expectDone();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"REFUSED", "TIMEOUT", "CLOSED", "TRUNCATED", "POOL_EXHAUSTED", "UNKNOWN_HOST"})
  void permanentTransportFailureEndsTheCallAtOnce(Kind kind) {
    IOException cause = new IOException("from the stack");
    TransportFailure failure = TransportFailure.notSent(kind, cause);
    TransportException e =
        Client.get(config()).fail(failure).expectFailed(TransportException.class);
    assertThat(e.failure()).isSameAs(failure);
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e).hasCause(cause).hasMessageContaining("127.0.0.1:8080");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void proxyThatCannotReachTheServiceIsAskedAgain(int status) {
    TransportFailure failure = TransportFailure.refusedByProxy(status, new IOException("x"));
    Dialogue<RestoreJob> dialogue = Client.get(config()).fail(failure).elapse().fail(failure);
    TransportException e = dialogue.elapse().fail(failure).expectFailed(TransportException.class);
    assertThat(e.failure()).isSameAs(failure);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e).hasMessageContaining("the proxy").hasMessageContaining("status " + status);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 407})
  void proxyThatRefusesThisProgramIsNotAskedAgain(int status) {
    TransportFailure failure = TransportFailure.refusedByProxy(status, new IOException("x"));
    TransportException e =
        Client.get(config()).fail(failure).expectFailed(TransportException.class);
    assertThat(e.failure().proxyStatus()).hasValue(status);
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e)
        .hasMessageStartingWith("No usable response from 127.0.0.1:8080: the proxy ")
        .hasMessageContaining("status " + status);
  }

  @Test
  void lastFailureHoldsAttemptsAndElapsedTime() {
    Dialogue<RestoreJob> dialogue = Client.get(config());
    TransportFailure refused = TransportFailure.notSent(Kind.REFUSED, new IOException("x"));
    dialogue.after(ofMillis(10)).fail(refused).elapse(); // 260
    dialogue.after(ofMillis(10)).answer(503, "").elapse(); // 770
    TransportException e =
        dialogue.after(ofMillis(30)).fail(refused).expectFailed(TransportException.class);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(ofMillis(800));
    assertThat(e.failure()).isSameAs(refused);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void callMakesAtMostTheConfiguredAttempts(int max) {
    Dialogue<RestoreJob> dialogue =
        Client.get(config().withRetry(RetryPolicy.defaults().withMaxAttempts(max)));
    for (int attempt = 1; attempt < max; attempt++) {
      dialogue.answer(503, "").elapse();
    }
    ApiException e = dialogue.answer(503, "").expectFailed(ApiException.class);
    assertThat(e.attempts()).isEqualTo(max);
  }

  @Test
  void noRetryIsOneAttempt() {
    AtlasConfig once = config().withRetry(RetryPolicy.none());
    Client.get(once).answer(503, "").expectFailed(ApiException.class);
    Client.get(once)
        .fail(TransportFailure.notSent(Kind.REFUSED))
        .expectFailed(TransportException.class);
  }

  @Test
  void backOffOfZeroIsAPause() {
    AtlasConfig config = config().withRetry(RetryPolicy.defaults().withBaseDelay(Duration.ZERO));
    assertThat(Client.get(config).answer(503, "").expectPause()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // header, pause with jitter 0, pause with jitter 1
    "Retry-After: 7, 7000, 7500",
    "Retry-After: 0, 0, 500",
    "Retry-After: -5, 0, 500",
    "Retry-After: abc, 0, 500",
    "'Retry-After: Sun, 01 Mar 2026 12:00:30 GMT', 30000, 30500",
    "'Retry-After: Sun, 01 Mar 2026 11:00:00 GMT', 0, 500",
    NONE + ", 0, 500"
  })
  void pauseIsRetryAfterPlusTheBackOff(String header, long least, long most) {
    for (int status : List.of(429, 503)) {
      var response = response(status, "", header, "Date: Sun, 01 Mar 2026 12:00:00 GMT");
      assertThat(Client.get(config().withRandom(Chance.always(0))).answer(response).expectPause())
          .isEqualTo(ofMillis(least));
      assertThat(Client.get(config().withRandom(Chance.highest())).answer(response).expectPause())
          .isEqualTo(ofMillis(most));
    }
  }

  @Test
  void retryAfterMayBeLongerThanTheMaximumBackOff() {
    assertThat(Client.get(config()).answer(503, "", "Retry-After: 60").expectPause())
        .isGreaterThanOrEqualTo(ofSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(strings = {"119", "120", "86400", "1000000000000"})
  void retryAfterBeyondTheDeadlineFailsAtOnce(String seconds) {
    String header = "Retry-After: " + seconds;
    Dialogue<RestoreJob> dialogue = Client.get(config()).after(ofSeconds(1));
    RateLimitedException e =
        dialogue.answer(429, "", header).expectFailed(RateLimitedException.class);
    assertThat(e.retryAfter().orElseThrow()).isGreaterThanOrEqualTo(ofSeconds(119));
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.elapsed()).isEqualTo(ofSeconds(1));
  }

  @Test
  void pausesAreDeterministicWithASeededGenerator() {
    assertThat(pauses(new Random(5))).isEqualTo(pauses(new Random(5)));
    assertThat(pauses(new Random(5))).isNotEqualTo(pauses(new Random(6)));
  }

  private static List<Duration> pauses(Random random) {
    RetryPolicy patient = RetryPolicy.defaults().withMaxAttempts(8);
    Dialogue<RestoreJob> dialogue =
        Client.get(
            config()
                .withRetry(patient)
                .withRandom(random)
                .withTimeouts(Timeouts.defaults().withCall(Duration.ofHours(1))));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 1; i < 8; i++) {
      dialogue.answer(503, "");
      pauses.add(dialogue.expectPause());
      dialogue.elapse();
    }
    return pauses;
  }

  @Test
  void challengeDoesNotCountAsAnAttempt() {
    Dialogue<RestoreJob> dialogue = Client.get(config()).answer(401, "", Client.CHALLENGE);
    dialogue.answer(503, "").elapse().answer(503, "").elapse();
    assertThat(dialogue.answer(503, "").expectFailed(ApiException.class).attempts()).isEqualTo(3);
  }
}
