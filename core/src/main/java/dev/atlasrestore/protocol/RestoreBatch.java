package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.PollPolicy;
import dev.atlasrestore.RestoreBatchException;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Call;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.step.Interleaved;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A wait for several jobs.
 *
 * <p>A runner that can execute several calls at the same time runs all {@link #waits()} at once and
 * passes their results to {@link #jobs}. A runner that executes one step at a time runs {@link
 * RestoreJobCalls#awaitAll} instead.
 *
 * <p>Immutable; it can be run any number of times.
 */
public final class RestoreBatch {

  private final List<RestoreJobRef> refs;
  private final PollPolicy policy;
  private final JobWaiter waiter;

  RestoreBatch(Collection<RestoreJobRef> refs, PollPolicy policy, JobWaiter waiter) {
    this.refs = List.copyOf(refs);
    this.policy = Objects.requireNonNull(policy, "policy");
    this.waiter = waiter;
  }

  /**
   * The result of the wait for one job: either the job or a failure.
   *
   * @param ref the reference of the job
   * @param job the job with its terminal status, successful or not
   * @param failure the exception that the wait failed with
   * @param elapsed the duration of the wait
   */
  public record WaitResult(
      RestoreJobRef ref,
      Optional<RestoreJob> job,
      Optional<AtlasException> failure,
      Duration elapsed) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if there are both a job and a failure, or neither
     */
    public WaitResult {
      if (job.isPresent() == failure.isPresent()) {
        throw new IllegalArgumentException("a wait ends with either a job or a failure");
      }
    }
  }

  /**
   * Returns one call for each job; a job that was passed twice has one call. If a wait fails, its
   * call is done with a result that holds the failure. A call fails only if the client is closed or
   * if a step throws.
   */
  public List<Call<WaitResult>> waits() {
    return calls(ref -> now -> wait(ref, now).start(now));
  }

  /**
   * Combines the results of all {@link #waits()}.
   *
   * @param results one result for each job, in any order
   * @return the jobs, in the order in which they were passed; a job that was passed twice is there
   *     twice
   * @throws RestoreBatchException if a wait failed
   * @throws IllegalArgumentException if the result for a job is missing
   */
  public List<RestoreJob> jobs(Collection<WaitResult> results) {
    Map<RestoreJobRef, WaitResult> byRef = new HashMap<>();
    results.forEach(result -> byRef.put(result.ref(), result));
    List<RestoreJob> inOrder = new ArrayList<>();
    Map<RestoreJobRef, RestoreJob> jobs = new LinkedHashMap<>();
    Map<RestoreJobRef, AtlasException> failures = new LinkedHashMap<>();
    for (RestoreJobRef ref : refs) {
      WaitResult result = byRef.get(ref);
      if (result == null) {
        throw new IllegalArgumentException("the result for job " + ref.jobId() + " is missing");
      }
      result.job().ifPresent(inOrder::add);
      result.job().ifPresent(job -> jobs.put(ref, job));
      result.failure().ifPresent(failure -> failures.put(ref, failure));
    }
    if (failures.isEmpty()) {
      return List.copyOf(inOrder);
    }
    Duration longest =
        results.stream()
            .map(WaitResult::elapsed)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    throw exception(jobs, failures, longest);
  }

  private static RestoreBatchException exception(
      Map<RestoreJobRef, RestoreJob> jobs,
      Map<RestoreJobRef, AtlasException> failures,
      Duration elapsed) {
    Map.Entry<RestoreJobRef, AtlasException> first = failures.entrySet().iterator().next();
    String message =
        failures.size()
            + " of "
            + (jobs.size() + failures.size())
            + " waits failed. The first was the wait for job "
            + first.getKey().jobId()
            + ": "
            + first.getValue().getMessage();
    int attempts = failures.values().stream().mapToInt(AtlasException::attempts).sum();
    return new RestoreBatchException(message, jobs, failures, new CallStats(attempts, elapsed));
  }

  /**
   * Returns the whole batch as one call: the pauses of all waits overlap, their requests are sent
   * one after another. The deadline of every wait counts from the start of the batch, even if its
   * first request is sent later.
   */
  Call<List<RestoreJob>> interleaved() {
    return began ->
        Steps.flatMap(
            Interleaved.of(calls(ref -> wait(ref, began))), began, (results, now) -> end(results));
  }

  private List<Call<WaitResult>> calls(Function<RestoreJobRef, Call<WaitResult>> wait) {
    return refs.stream().distinct().map(wait).toList();
  }

  private Step<List<RestoreJob>> end(List<WaitResult> results) {
    try {
      return Step.done(jobs(results));
    } catch (RestoreBatchException e) {
      return Step.failed(e);
    }
  }

  /**
   * Returns the wait for one job. A failure of the wait is a result.
   *
   * @param began the time from which the deadline counts
   */
  private Call<WaitResult> wait(RestoreJobRef ref, Instant began) {
    Call<WaitResult> wait =
        started ->
            Steps.flatMap(
                now -> waiter.await(ref, WaitGoal.END, policy, job -> {}, began, now),
                started,
                (job, now) ->
                    Step.done(
                        new WaitResult(
                            ref,
                            Optional.of(job),
                            Optional.empty(),
                            Duration.between(began, now))));
    return started ->
        Steps.onError(
            wait,
            started,
            (error, now) ->
                error instanceof AtlasException failure && !isClientClosed(failure)
                    ? Step.done(
                        new WaitResult(
                            ref, Optional.empty(), Optional.of(failure), failure.elapsed()))
                    : Step.failed(error));
  }

  /** A closed client ends all its calls, so it ends the batch and not only one of its waits. */
  private static boolean isClientClosed(AtlasException failure) {
    return failure instanceof TransportException e
        && e.failure().kind() == TransportFailure.Kind.CLIENT_CLOSED;
  }
}
