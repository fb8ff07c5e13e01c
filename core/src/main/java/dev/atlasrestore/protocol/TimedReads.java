package dev.atlasrestore.protocol;

import dev.atlasrestore.AtlasConfig;
import dev.atlasrestore.AtlasException;
import dev.atlasrestore.CallStats;
import dev.atlasrestore.TransportException;
import dev.atlasrestore.TransportFailure;
import dev.atlasrestore.exchange.Step;
import dev.atlasrestore.internal.read.AttemptResult;
import dev.atlasrestore.internal.read.CallNotifier;
import dev.atlasrestore.internal.read.JobReader;
import dev.atlasrestore.internal.read.JobReader.ReadResult;
import dev.atlasrestore.internal.read.Messages;
import dev.atlasrestore.internal.read.Resource;
import dev.atlasrestore.internal.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Performs the reads of calls that must end within the call timeout. */
final class TimedReads {

  private final Duration timeout;
  private final String authority;
  private final JobReader reader;

  TimedReads(AtlasConfig config, JobReader reader) {
    this.timeout = config.timeouts().call();
    this.authority = Messages.authority(config.baseUri());
    this.reader = reader;
  }

  /**
   * The progress of a call.
   *
   * @param began the time at which the call began
   * @param attempts the number of attempts so far
   */
  record Progress(Instant began, int attempts) {

    CallStats stats(Instant now) {
      return new CallStats(attempts, Duration.between(began, now));
    }
  }

  /** Returns the step after a successful read. */
  @FunctionalInterface
  interface AfterRead<T, R> {
    Step<R> apply(T value, Progress progress, Instant now);
  }

  /** Reads a resource. Fails when the call timeout has passed since the call began. */
  <T, R> Step<R> read(
      Resource<T> resource,
      Progress before,
      Instant started,
      CallNotifier notifier,
      AfterRead<T, R> next) {
    Instant deadline = before.began.plus(timeout);
    return Steps.flatMap(
        now -> reader.read(resource, now, deadline, notifier),
        started,
        (read, now) -> {
          Progress progress = new Progress(before.began, before.attempts + read.attempts());
          return read.last() instanceof AttemptResult.Success<T> success
              ? next.apply(success.value(), progress, now)
              : Step.failed(error(read, progress.stats(now), now.isBefore(deadline)));
        });
  }

  private AtlasException error(ReadResult<?> read, CallStats stats, boolean beforeDeadline) {
    AtlasException error = ((AttemptResult.Failure<?>) read.last()).error().apply(stats);
    boolean timedOut =
        !beforeDeadline
            && error instanceof TransportException e
            && e.failure().kind() == TransportFailure.Kind.TIMEOUT;
    return timedOut
        ? timedOut(
            ((TransportException) error).failure(),
            stats,
            read.beforeTimeout().map(each -> each.error().apply(stats)))
        : error;
  }

  /**
   * Returns the exception for the call timeout.
   *
   * @param before the failure of the previous attempt. It becomes the cause, because its status and
   *     its error code say more than the timeout
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
