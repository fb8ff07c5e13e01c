package dev.atlasrestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.atlasrestore.AuthenticationException.Reason;
import dev.atlasrestore.TransportFailure.Kind;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExceptionsTest {

  private static final Path FILE = Path.of("archive.tar.gz.part");

  private static final CallStats STATS = new CallStats(3, Duration.ofSeconds(7));
  private static final ApiError ERROR =
      new ApiError(
          Optional.of("CODE"), Optional.of("detail"), Optional.of("Reason"), List.of("a", "1"));
  private static final Optional<Duration> RETRY_AFTER = Optional.of(Duration.ofSeconds(9));
  private static final RestoreJobRef OTHER_REF =
      new RestoreJobRef(Samples.GROUP, "c", "1".repeat(24));
  private static final RestoreJob JOB =
      Samples.job("BROKEN").toBuilder()
          .delivery(Delivery.builder().status(DeliveryStatus.READY).build())
          .timestamp(new OplogTimestamp(Instant.EPOCH, 1))
          .hashes(List.of(new FileHash(Optional.of("SHA1"), Optional.empty(), Optional.of("0a"))))
          .links(List.of(new Link(Optional.of("self"), Optional.empty())))
          .unreadable(List.of("hostId"))
          .build();

  /** The exceptions that contain the cost of the call that failed. */
  static Stream<AtlasException> withStats() {
    return Stream.of(
        new TransportException("m", TransportFailure.unknown(Kind.CLOSED), STATS),
        new AuthenticationException("m", Reason.STALE_NONCE, 401, ERROR, STATS),
        new ApiException("m", 500, ERROR, RETRY_AFTER, STATS),
        new AccessDeniedException("m", 403, ERROR, STATS),
        new RestoreJobNotFoundException("m", 404, ERROR, STATS),
        new RateLimitedException("m", 429, ERROR, RETRY_AFTER, STATS),
        new DecodingException("m", Optional.of("id"), OptionalInt.of(200), STATS),
        new DeadlineExceededException("m", Optional.of(JOB), null, STATS));
  }

  static Stream<AtlasException> all() {
    TransportFailure refused = TransportFailure.notSent(Kind.REFUSED, new IOException("x"));
    Map<RestoreJobRef, AtlasException> failures =
        Map.of(OTHER_REF, new TransportException("m", refused, STATS));
    return Stream.concat(
        withStats(),
        Stream.of(
            new TransportException("m", refused, STATS),
            new TransportException(
                "m", TransportFailure.refusedByProxy(407, new IOException("x")), STATS),
            new ApiException("m", 500, ApiError.NONE, Optional.empty(), STATS),
            new DecodingException(null, "problem"),
            new DeadlineExceededException(
                "m",
                Optional.empty(),
                new RateLimitedException("m", 429, ERROR, RETRY_AFTER, STATS),
                STATS),
            new RestoreBatchException("m", Map.of(Samples.REF, JOB), failures, STATS),
            new RestoreFailedException(JOB),
            new DownloadUnavailableException(Download.State.EXPIRED, JOB, STATS),
            new DownloadFailedException("m", 7, OptionalInt.of(410), null, STATS),
            new DownloadTargetException("m", FILE, null, STATS),
            new HashMismatchException("0".repeat(40), "1".repeat(40), FILE, STATS),
            new UnverifiedArchiveException(
                new DownloadedArchive(
                    FILE, 7, "1".repeat(40), DownloadedArchive.Verification.NOT_OFFERED, JOB)),
            new CallInterruptedException("m", new InterruptedException("x"))));
  }

  @ParameterizedTest
  @MethodSource("withStats")
  void everyExceptionIsUncheckedAndHasTheCostOfTheCall(AtlasException e) {
    assertThat(e).isInstanceOf(RuntimeException.class).hasMessage("m").hasNoCause();
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyFactSurvivesSerialization(AtlasException e) throws Exception {
    AtlasException copy = Serialization.copy(e);
    assertThat(facts(copy)).isEqualTo(facts(e));
    assertThat(e.getClass().getDeclaredField("serialVersionUID").getType()).isEqualTo(long.class);
  }

  @Test
  void testOfSerializationCoversEveryException() {
    assertThat(all().map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrderElementsOf(
            concreteSubclasses(AtlasException.class).collect(Collectors.toList()));
  }

  private static Stream<Class<?>> concreteSubclasses(Class<?> type) {
    Stream<Class<?>> itself =
        Modifier.isAbstract(type.getModifiers()) ? Stream.empty() : Stream.of(type);
    return type.isSealed()
        ? Stream.concat(
            itself,
            Arrays.stream(type.getPermittedSubclasses())
                .flatMap(ExceptionsTest::concreteSubclasses))
        : itself;
  }

  /** Returns the class, the cause and the result of every accessor, in a form that has equality. */
  private static Map<String, Object> facts(AtlasException e) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("class", e.getClass());
    facts.put("cause", comparable(Optional.ofNullable(e.getCause())));
    for (Method method : e.getClass().getMethods()) {
      boolean accessor =
          method.getParameterCount() == 0
              && !Modifier.isStatic(method.getModifiers())
              && AtlasException.class.isAssignableFrom(method.getDeclaringClass());
      if (accessor) {
        facts.put(method.getName(), comparable(result(method, e)));
      }
    }
    return facts;
  }

  private static Object result(Method accessor, AtlasException e) {
    try {
      return accessor.invoke(e);
    } catch (ReflectiveOperationException failure) {
      throw new LinkageError(failure.getMessage(), failure);
    }
  }

  private static Object comparable(Object fact) {
    if (fact instanceof Optional<?> optional) {
      return optional.map(ExceptionsTest::comparable);
    }
    if (fact instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> Map.entry(entry.getKey(), comparable(entry.getValue())))
          .toList();
    }
    if (fact instanceof TransportFailure failure) {
      return List.of(failure.fate(), failure.kind(), comparable(failure.cause()));
    }
    if (fact instanceof AtlasException e) {
      return facts(e);
    }
    return fact instanceof Throwable thrown ? thrown.toString() : fact;
  }

  @Test
  void rootIsSealedSoThatACatchCanBeComplete() {
    assertThat(AtlasException.class.isSealed()).isTrue();
    assertThat(Modifier.isAbstract(AtlasException.class.getModifiers())).isTrue();
    assertThat(ApiException.class.isSealed()).isTrue();
  }

  @Test
  void apiExceptionHasTheMembersOfTheError() {
    ApiException e = new ApiException("m", 409, ERROR, RETRY_AFTER, STATS);
    assertThat(e.status()).isEqualTo(409);
    assertThat(e.errorCode()).contains("CODE");
    assertThat(e.detail()).contains("detail");
    assertThat(e.reason()).contains("Reason");
    assertThat(e.parameters()).containsExactly("a", "1");
    assertThat(e.retryAfter()).isEqualTo(RETRY_AFTER);
  }

  @Test
  void apiExceptionWithoutAnErrorIsEmptyNotNull() {
    ApiException e = new RestoreJobNotFoundException("m", 404, ApiError.NONE, STATS);
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.detail()).isEmpty();
    assertThat(e.reason()).isEmpty();
    assertThat(e.parameters()).isEmpty();
    assertThat(e.retryAfter()).isEmpty();
  }

  @Test
  void authenticationExceptionHasReasonStatusCodeAndDetail() {
    AuthenticationException e =
        new AuthenticationException("m", Reason.SERVER_NOT_AUTHENTICATED, 200, ERROR, STATS);
    assertThat(e.reason()).isEqualTo(Reason.SERVER_NOT_AUTHENTICATED);
    assertThat(e.status()).isEqualTo(200);
    assertThat(e.errorCode()).contains("CODE");
    assertThat(e.detail()).contains("detail");
  }

  @Test
  void authenticationExceptionWithoutAReasonIsARefusedKey() {
    AuthenticationException e = new AuthenticationException("m", ApiError.NONE, STATS);
    assertThat(e.reason()).isEqualTo(Reason.KEY_REFUSED);
    assertThat(e.status()).isEqualTo(401);
    assertThat(e.errorCode()).isEmpty();
    assertThat(e.detail()).isEmpty();
  }

  @Test
  void transportExceptionHasTheFailureAndItsCause() {
    IOException cause = new IOException("x");
    TransportFailure failure = TransportFailure.notSent(Kind.REFUSED, cause);
    TransportException e = new TransportException("m", failure, STATS);
    assertThat(e.failure()).isSameAs(failure);
    assertThat(e).hasCause(cause);
  }

  @Test
  void decodingExceptionOfACodecNamesTheMemberAndNoCall() {
    DecodingException e = new DecodingException("delivery.expires", "it is no timestamp");
    assertThat(e)
        .hasMessage(
            "The response has a member delivery.expires that cannot be read: it is no timestamp");
    assertThat(e.member()).contains("delivery.expires");
    assertThat(e.status()).isEmpty();
    assertThat(e.attempts()).isZero();
    assertThat(new DecodingException(null, "it is empty"))
        .hasMessage("The response cannot be read: it is empty")
        .extracting(DecodingException::member)
        .isEqualTo(Optional.empty());
  }

  @Test
  void deadlineExceededExceptionHasTheLastJobAndTheFailureOfTheLastPoll() {
    RuntimeException cause = new IllegalStateException("x");
    DeadlineExceededException e =
        new DeadlineExceededException("m", Optional.of(JOB), cause, STATS);
    assertThat(e.lastSeen()).contains(JOB);
    assertThat(e).hasCause(cause);
  }

  @Test
  void callInterruptedExceptionHasTheInterruptionAsItsCause() {
    InterruptedException cause = new InterruptedException();
    CallInterruptedException e = new CallInterruptedException("m", cause);
    assertThat(e).hasCause(cause);
    assertThat(e.attempts()).isZero();
    assertThat(e.elapsed()).isZero();
  }

  @Test
  void batchExceptionHasAllJobsAndFailuresInOrderAndTheFirstFailureIsTheCause() {
    RestoreJobRef first = new RestoreJobRef(Samples.GROUP, "c", "9".repeat(24));
    AtlasException one = new RestoreJobNotFoundException("m", 404, ApiError.NONE, STATS);
    AtlasException other = new AccessDeniedException("m", 403, ERROR, STATS);
    Map<RestoreJobRef, AtlasException> failures = new LinkedHashMap<>();
    failures.put(first, one);
    failures.put(OTHER_REF, other);
    Map<RestoreJobRef, RestoreJob> jobs = Map.of(Samples.REF, Samples.job("FINISHED"));
    RestoreBatchException e = new RestoreBatchException("m", jobs, failures, STATS);
    failures.clear();
    assertThat(e).hasMessage("m").hasCause(one);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(e.jobs()).isEqualTo(jobs).isUnmodifiable();
    assertThat(e.failures()).containsExactly(Map.entry(first, one), Map.entry(OTHER_REF, other));
    assertThat(e.failures()).isUnmodifiable();
  }

  @Test
  void batchExceptionNeedsAFailure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RestoreBatchException("m", Map.of(), Map.of(), STATS));
  }

  @Test
  void nullIsRejected() {
    assertThatNullPointerException()
        .isThrownBy(() -> new AuthenticationException("m", null, 401, ERROR, STATS));
    assertThatNullPointerException().isThrownBy(() -> new TransportException("m", null, STATS));
    assertThatNullPointerException().isThrownBy(() -> new RestoreFailedException(null));
  }
}
