package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallEvent.Operation;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.RestoreJob;
import dev.atlasrestore.RestoreJobRef;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.JobReader.ReadResult;
import dev.atlasrestore.internal.read.ListenerNotifier;
import dev.atlasrestore.internal.read.Messages;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Performs gets: one read of a job within the call timeout. */
final class JobGet {

  private final Duration timeout;
  private final String authority;
  private final JobReader reader;
  private final PollRateLimiter rateLimiter;
  private final ListenerNotifier notifier;

  JobGet(
      AtlasConfig config,
      JobReader reader,
      PollRateLimiter rateLimiter,
      ListenerNotifier notifier) {
    this.timeout = config.timeouts().call();
    this.authority = Messages.authority(config.baseUri());
    this.reader = reader;
    this.rateLimiter = rateLimiter;
    this.notifier = notifier;
  }

  Step<RestoreJob> start(RestoreJobRef ref, Instant began) {
    CallNotifier callNotifier = notifier.forCall(Operation.GET, ref, began);
    callNotifier.started();
    return callNotifier.observe(now -> read(ref, now, callNotifier), began, job -> true);
  }

  private Step<RestoreJob> read(RestoreJobRef ref, Instant began, CallNotifier callNotifier) {
    rateLimiter.record(ref.groupId(), began);
    Instant deadline = began.plus(timeout);
    return Steps.flatMap(
        now -> reader.read(ref, now, deadline, callNotifier),
        began,
        (read, now) -> {
          CallStats stats = new CallStats(read.attempts(), Duration.between(began, now));
          return end(read, stats, now.isBefore(deadline));
        });
  }

  private Step<RestoreJob> end(ReadResult read, CallStats stats, boolean beforeDeadline) {
    if (read.last() instanceof AttemptResult.Failure failure) {
      AtlasException error = failure.error().apply(stats);
      if (!beforeDeadline
          && error instanceof TransportException e
          && e.failure().kind() == TransportFailure.Kind.TIMEOUT) {
        error =
            timedOut(
                e.failure(), stats, read.beforeTimeout().map(each -> each.error().apply(stats)));
      }
      return Step.failed(error);
    }
    return Step.done(((AttemptResult.Success) read.last()).job());
  }

  /**
   * Returns the exception for the call timeout.
   *
   * @param before the failure of the attempt before the one that ran out of time; it becomes the
   *     cause, because its status and its error code say more than the timeout
   */
  private TransportException timedOut(
      TransportFailure timeout, CallStats stats, Optional<AtlasException> before) {
    String message =
        "No usable response from "
            + authority
            + " within the call timeout of "
            + Messages.describe(this.timeout)
            + " ("
            + Messages.describe(stats.elapsed())
            + " elapsed, "
            + stats.attempts()
            + (stats.attempts() == 1 ? " attempt)" : " attempts)")
            + before.map(e -> "; the attempt before failed: " + e.getMessage()).orElse("");
    TransportFailure failure =
        before.isEmpty()
            ? timeout
            : new TransportFailure(
                timeout.fate(),
                timeout.kind(),
                Optional.of(before.get()),
                timeout.onReusedConnection());
    return new TransportException(message, failure, stats);
  }
}
