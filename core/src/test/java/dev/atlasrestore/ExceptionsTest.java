package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.TransportFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExceptionsTest {

  private static final CallStats EFFORT = new CallStats(3, Duration.ofSeconds(7));
  private static final ApiError ERROR =
      new ApiError(
          Optional.of("CODE"), Optional.of("words"), Optional.of("Reason"), List.of("a", "1"));
  private static final Optional<Duration> RETRY_AFTER = Optional.of(Duration.ofSeconds(9));

  static Stream<AtlasException> all() {
    return Stream.of(
        new TransportException("m", TransportFailure.unknown(Kind.CLOSED), EFFORT),
        new AuthenticationException("m", ERROR, EFFORT),
        new ApiException("m", 500, ERROR, RETRY_AFTER, EFFORT),
        new AccessDeniedException("m", 403, ERROR, EFFORT),
        new RestoreJobNotFoundException("m", 404, ERROR, EFFORT),
        new RateLimitedException("m", 429, ERROR, RETRY_AFTER, EFFORT),
        new DecodingException("m", Optional.empty(), OptionalInt.of(200), EFFORT),
        new DeadlineExceededException("m", Optional.empty(), null, EFFORT));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyExceptionIsUncheckedAndCarriesWhatTheCallHadCost(AtlasException e) {
    assertThat(e).isInstanceOf(RuntimeException.class).hasMessage("m").hasNoCause();
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("all")
  void messageAndCostSurviveSerializationAndNothingElseButTheStatus(AtlasException e)
      throws Exception {
    AtlasException copy = copied(e);
    assertThat(copy).hasSameClassAs(e).hasMessage("m");
    assertThat(copy.attempts()).isEqualTo(3);
    assertThat(copy.elapsed()).isEqualTo(Duration.ofSeconds(7));
    if (copy instanceof ApiException refused) {
      assertThat(refused.status()).isEqualTo(((ApiException) e).status());
      assertThat(refused.retryAfter()).isNull();
      assertThatNullPointerException().isThrownBy(refused::errorCode);
    } else if (copy instanceof TransportException failed) {
      assertThat(failed.failure()).isNull();
    } else if (copy instanceof DeadlineExceededException late) {
      assertThat(late.lastSeen()).isNull();
    } else if (copy instanceof DecodingException unread) {
      assertThat(unread.member()).isNull();
      assertThat(unread.status()).isNull();
    } else {
      assertThatNullPointerException().isThrownBy(((AuthenticationException) copy)::errorCode);
    }
  }

  private static AtlasException copied(AtlasException e) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (AtlasException) in.readObject();
    }
  }

  @Test
  void theRootIsClosedSoThatACatchCanBeComplete() {
    assertThat(AtlasException.class.isSealed()).isTrue();
    assertThat(Modifier.isAbstract(AtlasException.class.getModifiers())).isTrue();
    assertThat(ApiException.class.isSealed()).isTrue();
  }

  @Test
  void aRefusalKeepsWhatTheServiceSaid() {
    ApiException e = new ApiException("m", 409, ERROR, RETRY_AFTER, EFFORT);
    assertThat(e.status()).isEqualTo(409);
    assertThat(e.errorCode()).contains("CODE");
    assertThat(e.detail()).contains("words");
    assertThat(e.reason()).contains("Reason");
    assertThat(e.parameters()).containsExactly("a", "1");
    assertThat(e.retryAfter()).isEqualTo(RETRY_AFTER);
  }

  @Test
  void aRefusalWithoutWordsIsEmptyNotNull() {
    ApiException e = new RestoreJobNotFoundException("m", 404, ApiError.NONE, EFFORT);
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.detail()).isEmpty();
    assertThat(e.reason()).isEmpty();
    assertThat(e.parameters()).isEmpty();
    assertThat(e.retryAfter()).isEmpty();
  }

  @Test
  void anAuthenticationFailureKeepsCodeAndWords() {
    AuthenticationException e = new AuthenticationException("m", ERROR, EFFORT);
    assertThat(e.errorCode()).contains("CODE");
    assertThat(e.detail()).contains("words");
  }

  @Test
  void aTransportFailureIsKeptAndItsCauseIsTheCause() {
    IOException cause = new IOException("x");
    TransportFailure failure = TransportFailure.notSent(Kind.REFUSED, cause);
    TransportException e = new TransportException("m", failure, EFFORT);
    assertThat(e.failure()).isSameAs(failure);
    assertThat(e).hasCause(cause);
  }

  @Test
  void aDecodingFailureOfACodecNamesTheMemberAndNoCallYet() {
    DecodingException e = new DecodingException("delivery.expires", "it is no timestamp");
    assertThat(e)
        .hasMessage("The answer's member delivery.expires cannot be read: it is no timestamp");
    assertThat(e.member()).contains("delivery.expires");
    assertThat(e.status()).isEmpty();
    assertThat(e.attempts()).isZero();
    assertThat(new DecodingException(null, "it is empty"))
        .hasMessage("The answer cannot be read: it is empty")
        .extracting(DecodingException::member)
        .isEqualTo(Optional.empty());
  }

  @Test
  void aDeadlineKeepsTheLastJobSeenAndWhyTheLastPollFailed() {
    RestoreJob job = Samples.job("IN_PROGRESS");
    RuntimeException cause = new IllegalStateException("x");
    DeadlineExceededException e =
        new DeadlineExceededException("m", Optional.of(job), cause, EFFORT);
    assertThat(e.lastSeen()).contains(job);
    assertThat(e).hasCause(cause);
  }

  @Test
  void anInterruptionKeepsWhereTheWaitStood() {
    InterruptedException cause = new InterruptedException();
    CallInterruptedException e = new CallInterruptedException("m", cause);
    assertThat(e).hasCause(cause);
    assertThat(e.attempts()).isZero();
    assertThat(e.elapsed()).isZero();
  }

  @Test
  void aBatchKeepsEveryJobAndEveryFailureInOrderAndItsCauseIsTheFirst() {
    RestoreJobRef first = new RestoreJobRef(Samples.GROUP, "c", "9".repeat(24));
    RestoreJobRef second = new RestoreJobRef(Samples.GROUP, "c", "1".repeat(24));
    AtlasException one = new RestoreJobNotFoundException("m", 404, ApiError.NONE, EFFORT);
    AtlasException other = new AccessDeniedException("m", 403, ERROR, EFFORT);
    Map<RestoreJobRef, AtlasException> failures = new LinkedHashMap<>();
    failures.put(first, one);
    failures.put(second, other);
    Map<RestoreJobRef, RestoreJob> jobs = Map.of(Samples.REF, Samples.job("FINISHED"));
    RestoreBatchException e = new RestoreBatchException("m", jobs, failures, EFFORT);
    failures.clear();
    assertThat(e).hasMessage("m").hasCause(one);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.jobs()).isEqualTo(jobs).isUnmodifiable();
    assertThat(e.failures()).containsExactly(Map.entry(first, one), Map.entry(second, other));
    assertThat(e.failures()).isUnmodifiable();
  }

  @Test
  void aBatchWithoutAFailureIsNoFailure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestoreBatchException("m", Map.of(), Map.of(), EFFORT));
  }
}
