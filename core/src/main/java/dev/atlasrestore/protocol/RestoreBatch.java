package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
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
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Several waits that make one result, for a runner that runs them side by side: run every one of
 * {@link #waits()}, all of them natively and at once, and hand what they ended with to {@link
 * #jobs}. A runner that does one thing at a time runs {@link RestoreJobCalls#awaitAll} instead.
 *
 * <p>Immutable, as a call is.
 */
public final class RestoreBatch {

  private final List<RestoreJobRef> refs;
  private final Set<RestoreJobRef> distinct;
  private final BiFunction<RestoreJobRef, Instant, Call<RestoreJob>> awaitSince;

  /**
   * A batch of these.
   *
   * @param awaitSince the wait for a job that has lasted since then
   */
  RestoreBatch(
      Collection<RestoreJobRef> refs,
      BiFunction<RestoreJobRef, Instant, Call<RestoreJob>> awaitSince) {
    this.refs = List.copyOf(refs);
    this.distinct = new LinkedHashSet<>(this.refs);
    this.awaitSince = awaitSince;
  }

  /**
   * How the wait for one job ended: with the job, or with a failure.
   *
   * @param ref which job
   * @param job the job, which ended well or badly
   * @param failure what the wait failed with instead
   * @param elapsed how long the wait lasted
   */
  public record WaitResult(
      RestoreJobRef ref,
      Optional<RestoreJob> job,
      Optional<AtlasException> failure,
      Duration elapsed) {}

  private Call<WaitResult> since(Instant began, RestoreJobRef ref) {
    Call<RestoreJob> wait = awaitSince.apply(ref, began);
    return then ->
        Steps.recovering(
            Steps.then(
                wait.start(then),
                then,
                (job, now) -> Step.done(ended(ref, job, Duration.between(began, now)))),
            error ->
                error instanceof AtlasException failure && !isClosed(failure)
                    ? Step.done(failed(ref, failure))
                    : Step.failed(error));
  }

  /** No failure of one wait: it ends every call of the client, and so the batch. */
  private static boolean isClosed(AtlasException failure) {
    return failure instanceof TransportException e
        && e.failure().kind() == TransportFailure.Kind.CLIENT_CLOSED;
  }

  private static WaitResult ended(RestoreJobRef ref, RestoreJob job, Duration elapsed) {
    return new WaitResult(ref, Optional.of(job), Optional.empty(), elapsed);
  }

  private static WaitResult failed(RestoreJobRef ref, AtlasException failure) {
    return new WaitResult(ref, Optional.empty(), Optional.of(failure), failure.elapsed());
  }

  /** One wait for each job, those named twice once. A wait's failure is a value it ends with. */
  public List<Call<WaitResult>> waits() {
    return distinct.stream().map(this::wait).toList();
  }

  private Call<WaitResult> wait(RestoreJobRef ref) {
    return began -> since(began, ref).start(began);
  }

  /**
   * What comes of the batch.
   *
   * @param ends what the waits ended with, in any order
   * @return the jobs in the order they were asked for, and as many
   * @throws RestoreBatchException if a wait failed
   */
  public List<RestoreJob> jobs(Collection<WaitResult> ends) {
    Map<RestoreJobRef, RestoreJob> jobs = new HashMap<>();
    ends.forEach(end -> end.job().ifPresent(job -> jobs.put(end.ref(), job)));
    Map<RestoreJobRef, AtlasException> failures = new HashMap<>();
    ends.forEach(end -> end.failure().ifPresent(error -> failures.put(end.ref(), error)));
    if (failures.isEmpty()) {
      return refs.stream().map(jobs::get).toList();
    }
    Duration longest =
        ends.stream().map(WaitResult::elapsed).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    throw failure(inOrder(jobs), inOrder(failures), longest);
  }

  private <V> Map<RestoreJobRef, V> inOrder(Map<RestoreJobRef, V> values) {
    Map<RestoreJobRef, V> ordered = new LinkedHashMap<>();
    refs.stream().filter(values::containsKey).forEach(ref -> ordered.put(ref, values.get(ref)));
    return ordered;
  }

  private static RestoreBatchException failure(
      Map<RestoreJobRef, RestoreJob> jobs,
      Map<RestoreJobRef, AtlasException> failures,
      Duration elapsed) {
    Map.Entry<RestoreJobRef, AtlasException> first = failures.entrySet().iterator().next();
    String message =
        "%d of %d restore jobs could not be followed to their end; the first of them, job %s: %s"
            .formatted(
                failures.size(),
                jobs.size() + failures.size(),
                first.getKey().jobId(),
                first.getValue().getMessage());
    int attempts = failures.values().stream().mapToInt(AtlasException::attempts).sum();
    return new RestoreBatchException(message, jobs, failures, new CallStats(attempts, elapsed));
  }

  /**
   * The waits as one conversation: their pauses overlap, requests are sent one after another. The
   * deadline of each counts from the beginning of all, however late its turn comes to be read.
   */
  Call<List<RestoreJob>> interleaved() {
    return began -> {
      Call<List<WaitResult>> all =
          Interleaved.of(distinct.stream().map(ref -> since(began, ref)).toList());
      return Steps.then(all.start(began), began, (ends, now) -> result(ends));
    };
  }

  private Step<List<RestoreJob>> result(List<WaitResult> ends) {
    try {
      return Step.done(jobs(ends));
    } catch (RestoreBatchException e) {
      return Step.failed(e);
    }
  }
}
