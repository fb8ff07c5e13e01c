package dev.atlasrestore.internal.read;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.codec.RestoreJobCodec;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.auth.DigestAuthFlow;
import dev.atlasrestore.internal.step.Steps;
import dev.atlasrestore.internal.time.Times;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Performs one read of a resource before a deadline: of a job, or of one page of a list. A get is
 * one read; a wait and a list make many.
 *
 * <p>A read makes one attempt or several. An attempt sends the request with digest authentication
 * and interprets the response. A retryable failure is followed by another attempt after a pause, as
 * long as three limits allow it: {@link RetryPolicy#maxAttempts()}, the client's {@link
 * RetryBudget} and the deadline. The pause is the service's {@code Retry-After} plus a random
 * {@linkplain Backoff back-off}. If {@code Retry-After} leaves no time for another attempt, the
 * read ends at once.
 *
 * <p>One instance serves all reads of a client. Safe for use by many threads.
 */
public final class JobReader {

  private final DigestAuthFlow authFlow;
  private final ResponseInterpreter interpreter;
  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final FailureObserver failures;

  /** Receives each failed attempt. */
  @FunctionalInterface
  public interface FailureObserver {

    /** An attempt to read a resource of this group has failed. */
    void attemptFailed(String groupId, AttemptResult.Failure<?> failure, Instant now);
  }

  /**
   * Creates the reader of one client.
   *
   * @param cnonceRandom creates cnonces; must never block, because event loops call it
   * @param failures receives each failed attempt of all reads
   */
  public JobReader(
      AtlasConfig config,
      RestoreJobCodec codec,
      SecureRandom cnonceRandom,
      FailureObserver failures) {
    this.authFlow =
        new DigestAuthFlow(
            config.key(), cnonceRandom, config.timeouts().response(), config.maxBodyBytes());
    this.interpreter = new ResponseInterpreter(config, codec);
    this.policy = config.retry();
    this.budget = new RetryBudget(policy.budget());
    this.random = config.random();
    this.failures = failures;
  }

  /**
   * The result of a read.
   *
   * @param last the result of the last attempt
   * @param attempts the number of attempts
   * @param responded whether the service has responded to any attempt
   * @param beforeTimeout the last failure before the deadline ended the read; empty if the deadline
   *     did not end the read, or if no attempt had failed before
   */
  public record ReadResult<T>(
      AttemptResult<T> last,
      int attempts,
      boolean responded,
      Optional<AttemptResult.Failure<T>> beforeTimeout) {}

  /**
   * Starts a read. No request is sent at or after the deadline, and no request gets more time than
   * remains before it.
   *
   * @param notifier notifies the listener of the attempts
   */
  public <T> Step<ReadResult<T>> read(
      Resource<T> resource, Instant now, Instant deadline, CallNotifier notifier) {
    return read(resource, now, deadline, notifier, false);
  }

  /**
   * Starts a poll: a read that is not repeated after a status 429 or a {@code Retry-After}. The
   * wait then pauses instead, and polls again with a new permit of the rate limiter.
   *
   * @param notifier notifies the listener of the attempts
   */
  public <T> Step<ReadResult<T>> poll(
      Resource<T> resource, Instant now, Instant deadline, CallNotifier notifier) {
    return read(resource, now, deadline, notifier, true);
  }

  private <T> Step<ReadResult<T>> read(
      Resource<T> resource, Instant now, Instant deadline, CallNotifier notifier, boolean isPoll) {
    budget.earn();
    return start(
        new Attempt<>(resource, isPoll, 1, now, deadline, false, Optional.empty(), notifier));
  }

  /**
   * One attempt.
   *
   * @param resource the resource to read
   * @param isPoll whether a wait makes the read
   * @param number the number of the attempt, from 1
   * @param deadline the deadline of the read
   * @param responded whether the service has responded to an earlier attempt
   * @param previous the failure of the previous attempt
   */
  private record Attempt<T>(
      Resource<T> resource,
      boolean isPoll,
      int number,
      Instant began,
      Instant deadline,
      boolean responded,
      Optional<AttemptResult.Failure<T>> previous,
      CallNotifier notifier) {

    Attempt<T> next(AttemptResult.Failure<T> failure, Instant now) {
      return new Attempt<>(
          resource,
          isPoll,
          number + 1,
          now,
          deadline,
          responded || failure.responded(),
          Optional.of(failure),
          notifier);
    }
  }

  private <T> Step<ReadResult<T>> start(Attempt<T> attempt) {
    attempt.notifier.attemptStarted(attempt.number);
    ResponseBodies bodies = interpreter.bodies();
    return Steps.flatMap(
        now ->
            bodies.replaceStatus(authFlow.start(attempt.resource.request(), now, attempt.deadline)),
        attempt.began,
        (result, now) ->
            finish(
                attempt,
                interpreter.interpret(
                    attempt.resource, result, bodies, !now.isBefore(attempt.deadline)),
                now));
  }

  private <T> Step<ReadResult<T>> finish(Attempt<T> attempt, AttemptResult<T> result, Instant now) {
    attempt.notifier.attemptEnded(attempt.number, result, Duration.between(attempt.began, now));
    if (result instanceof AttemptResult.Failure<T> failure) {
      failures.attemptFailed(attempt.resource.groupId(), failure, now);
      Optional<Duration> pause = pauseBeforeRetry(attempt, failure, now);
      if (pause.isPresent()) {
        attempt.notifier.retried(attempt.number, pause.get());
        return Step.pause(pause.get(), later -> retry(attempt.next(failure, later)));
      }
      if (failure.isTimeout() && !now.isBefore(attempt.deadline)) {
        return end(attempt, result, attempt.number, attempt.previous);
      }
    }
    return end(attempt, result, attempt.number, Optional.empty());
  }

  private <T> Step<ReadResult<T>> retry(Attempt<T> attempt) {
    return attempt.began.isBefore(attempt.deadline)
        ? start(attempt)
        : end(
            attempt, interpreter.timedOut(attempt.resource), attempt.number - 1, attempt.previous);
  }

  private static <T> Step<ReadResult<T>> end(
      Attempt<T> attempt,
      AttemptResult<T> last,
      int attempts,
      Optional<AttemptResult.Failure<T>> beforeTimeout) {
    return Step.done(
        new ReadResult<>(last, attempts, attempt.responded || last.responded(), beforeTimeout));
  }

  /** Returns the pause before the next attempt; empty if there must be no other attempt. */
  private Optional<Duration> pauseBeforeRetry(
      Attempt<?> attempt, AttemptResult.Failure<?> failure, Instant now) {
    if (!failure.retryable()
        || attempt.number >= policy.maxAttempts()
        || (attempt.isPoll && failure.asksForPause())) {
      return Optional.empty();
    }
    Duration least = failure.retryAfter().orElse(Duration.ZERO);
    Duration pause = least.plus(Backoff.after(attempt.number, policy, random));
    return Times.fitPause(pause, least, now, attempt.deadline).filter(fits -> budget.trySpend());
  }
}
