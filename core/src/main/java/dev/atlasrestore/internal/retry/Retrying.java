package dev.atlasrestore.internal.retry;

import dev.atlasrestore.CallEvent;
import dev.atlasrestore.RetryPolicy;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.answer.AttemptResult;
import dev.atlasrestore.internal.step.Notices;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Repeats an attempt that failed in passing: within {@link RetryPolicy#maxAttempts()}, the client's
 * {@link RetryBudget} and a deadline, after a pause of full jitter, or after {@code Retry-After}
 * and the jitter on top. A {@code Retry-After} that leaves no time fails at once. Nothing that an
 * attempt asks for gets more time than is left.
 */
public final class Retrying {

  private final RetryPolicy policy;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final Notices notices;
  private final AttemptResult late;

  /**
   * The retries of one client.
   *
   * @param late what an attempt comes to that has no time to send
   */
  public Retrying(
      RetryPolicy policy,
      RetryBudget budget,
      RandomGenerator random,
      Notices notices,
      AttemptResult late) {
    this.policy = policy;
    this.budget = budget;
    this.random = random;
    this.notices = notices;
    this.late = late;
  }

  /**
   * How a read ended.
   *
   * @param last the last attempt's outcome
   * @param attempts how many attempts it took
   */
  public record Ended(AttemptResult last, int attempts) {}

  /** One attempt of a read, which sends nothing at or after the deadline. */
  @FunctionalInterface
  public interface Attempt {

    /** Starts the attempt. */
    Step<AttemptResult> start(Instant now, Instant deadline);
  }

  /** Begins a read: one attempt, or several. */
  public Step<Ended> start(Attempt attempt, Instant now, Instant deadline) {
    budget.earn();
    return attempt(attempt, 1, now, deadline);
  }

  private Step<Ended> attempt(Attempt call, int number, Instant began, Instant deadline) {
    notices.tell(new CallEvent.AttemptStarted(number));
    return Steps.then(
        call.start(began, deadline),
        began,
        (outcome, now) -> {
          notices.tell(event(outcome, number, Duration.between(began, now)));
          Optional<Duration> pause =
              outcome instanceof AttemptResult.Failure fault
                  ? pause(fault, number, now, deadline)
                  : Optional.empty();
          if (pause.isEmpty()) {
            return Step.done(new Ended(outcome, number));
          }
          notices.tell(new CallEvent.Retried(number, pause.get()));
          return Step.pause(
              pause.get(),
              later ->
                  later.isBefore(deadline)
                      ? attempt(call, number + 1, later, deadline)
                      : Step.done(new Ended(late, number)));
        });
  }

  /** The pause before the next attempt; empty if there is to be none. */
  private Optional<Duration> pause(
      AttemptResult.Failure fault, int number, Instant now, Instant deadline) {
    if (!fault.retryable() || number >= policy.maxAttempts()) {
      return Optional.empty();
    }
    Duration least = fault.retryAfter().orElse(Duration.ZERO);
    Duration wished = least.plus(Backoff.after(number, policy, random));
    return Deadline.fit(wished, least, now, deadline).filter(fits -> budget.spend());
  }

  private static CallEvent event(AttemptResult outcome, int number, Duration took) {
    if (outcome instanceof AttemptResult.Success read) {
      return new CallEvent.ResponseReceived(number, read.status(), read.requests(), took);
    }
    AttemptResult.Failure fault = (AttemptResult.Failure) outcome;
    return fault.status().isPresent()
        ? new CallEvent.ResponseReceived(number, fault.status().getAsInt(), fault.requests(), took)
        : new CallEvent.RequestFailed(
            number,
            fault.failure().map(TransportFailure::kind).orElse(TransportFailure.Kind.OTHER),
            fault.requests(),
            took);
  }
}
